import CProcess
import Files
import Foundation
import ImageCodec
import Raster
import Synchronization

/// A program of anybody's as a remover: a super-resolution network, a script of an editor.
///
/// It is run as `PROGRAM INPUT.png OUTPUT.png`, both in a fresh temporary folder that only this user can enter and that is removed
/// afterwards. INPUT.png has three channels of 8 bits without a profile, sRGB. OUTPUT.png may be any picture that Lacquer reads;
/// alpha is left out, and a picture of another size is brought back to the input's with a Lanczos-3 kernel: super-resolution
/// removers enlarge. Exit status 69 (`EX_UNAVAILABLE` of sysexits.h) says that the program lacks something on this machine; any
/// other than 0 is a failure.
package enum ExternalProgram {
  /// What names of such handlings begin with.
  package static let prefix = "program:"

  private static let unavailable: Int32 = 69
  /// How long a program may take for a picture, unless said otherwise: a super-resolution network on one core takes minutes.
  package static let timeLimit = Duration.seconds(30 * 60)
  private static let folderPrefix = "lacquer-remover-"

  /// Processes that run now, each with its folder, for whoever handles an interrupt.
  private static let live = Mutex<[pid_t: URL]>([:])

  /// The name that reports use: the file's own, without its folders.
  package static func name(path: String) -> String {
    prefix + PathName.last(of: path)
  }

  /// The handling that runs the program at `path`, once for each picture. Whether it gives the same for the same picture every time
  /// is up to the program.
  ///
  /// - Parameter timeLimit: after which it is ended with everything that it began.
  /// - Throws: `HandlingError.unavailable` unless an executable file is there. The handling throws `.unavailable` for exit status
  ///   69, `.failed` when the program fails, takes too long or writes no picture.
  package static func handling(path: String, timeLimit: Duration = timeLimit) throws(HandlingError) -> Handling {
    let name = name(path: path)
    clearStaleFolders()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .unavailable(handling: name, reason: "there is no file \(path)")
    }
    guard !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: path) else {
      throw .unavailable(handling: name, reason: "\(path) is not an executable file")
    }
    let program = URL(fileURLWithPath: path)
    return Handling(name: name, kind: .remover) { image in
      let made = try result(of: program, for: image.rgb, handling: name, timeLimit: timeLimit)
      guard made.width != image.width || made.height != image.height else { return made.eightBit }
      return SeparableMap.resize(
        width: made.width, height: made.height, to: image.width, image.height, kernel: .lanczos3)(made).eightBit
    }
  }

  /// Ends every program that runs and removes its folder: for the end of an interrupted run.
  package static func endLive() {
    for (process, folder) in live.withLock({ $0 }) {
      // It leads a group of its own, so its children go along.
      kill(-process, SIGKILL)
      try? FileManager.default.removeItem(at: folder)
    }
  }

  /// What the program makes of the picture, of whatever size.
  private static func result(
    of program: URL, for image: RasterImage, handling: String, timeLimit: Duration
  ) throws(HandlingError) -> RasterImage {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "\(folderPrefix)\(getpid())-\(UUID().uuidString)")
    let (input, output) = (folder.appending(path: "INPUT.png"), folder.appending(path: "OUTPUT.png"))
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let file = try ImageCodec.encodePNG(
        .eight(image.interleavedLevels), width: image.width, height: image.height, layout: .rgb, compressionLevel: 1)
      try Data(file).write(to: input)
    } catch {
      throw .failed(handling: handling, reason: "its input cannot be written into \(folder.path): \(error)")
    }
    try run(program, [input.path, output.path], in: folder, handling: handling, timeLimit: timeLimit)
    guard FileManager.default.fileExists(atPath: output.path) else {
      throw .failed(
        handling: handling,
        reason: "it ended well but wrote no picture (it is run as \(program.lastPathComponent) INPUT.png OUTPUT.png)")
    }
    do {
      let bytes = try AtomicFile.read(output.path)
      return try ImageCodec.read(bytes, options: ReadOptions(allowCutOff: false)).workingCopy().rgb
    } catch {
      throw .failed(handling: handling, reason: "what it wrote cannot be read: \(error)")
    }
  }

  /// Runs the program to its end, with nothing on its standard input and its standard output thrown away. It dies with this
  /// process.
  private static func run(
    _ program: URL, _ arguments: [String], in folder: URL, handling: String, timeLimit: Duration
  ) throws(HandlingError) {
    // A file and not a pipe: no amount of messages can block it.
    let messages = folder.appending(path: "messages")
    let descriptor = open(messages.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .failed(
        handling: handling, reason: "\(messages.path) cannot be written: \(String(cString: strerror(errno)))")
    }
    var child: pid_t = 0
    let texts = ([program.path] + arguments).map { strdup($0) }
    let failure = lacquer_child_start(program.path, texts + [nil], descriptor, &child)
    for text in texts { free(text) }
    close(descriptor)
    guard failure == 0 else {
      throw .failed(handling: handling, reason: "it cannot be run: \(String(cString: strerror(failure)))")
    }
    live.withLock { $0[child] = folder }
    var status: Int32 = 0
    let ended = lacquer_child_wait(child, timeLimit / .seconds(1), &status)
    live.withLock { _ = $0.removeValue(forKey: child) }
    guard ended else {
      throw .failed(handling: handling, reason: "it was ended after \(timeLimit / .seconds(1)) seconds")
    }
    // The parts of a status (POSIX, wait): the signal in the low seven bits, else the exit status in the next eight.
    let (signal, exit) = (status & 0x7F, status >> 8 & 0xFF)
    if signal == 0 && exit == 0 { return }
    let words = lastLine(of: messages)
    if signal == 0 && exit == unavailable {
      throw .unavailable(handling: handling, reason: words ?? "exit status \(exit)")
    }
    let end = signal == 0 ? "exit status \(exit)" : "ended by signal \(signal)"
    throw .failed(handling: handling, reason: words.map { "\(end): \($0)" } ?? end)
  }

  /// Removes the folders of processes that live no more; those of a killed run stayed.
  private static func clearStaleFolders() {
    let place = FileManager.default.temporaryDirectory
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    for name in names where name.hasPrefix(folderPrefix) {
      guard let owner = pid_t(name.dropFirst(folderPrefix.count).prefix { $0 != "-" }), owner > 0,
        kill(owner, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(at: place.appending(path: name))
    }
  }

  /// The last line with something on it, without control characters; at most 300 characters of it.
  private static func lastLine(of file: URL) -> String? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    guard let end = try? handle.seekToEnd(), (try? handle.seek(toOffset: end - min(end, 4096))) != nil,
      let tail = try? handle.readToEnd()
    else { return nil }
    let lines = String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
      line.filter {
        $0.unicodeScalars.allSatisfy {
          !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 32 && !(127..<160).contains($0.value)
        }
      }
      .trimmingCharacters(in: .whitespaces)
    }
    return lines.last { !$0.isEmpty }.map { String($0.prefix(300)) }
  }
}

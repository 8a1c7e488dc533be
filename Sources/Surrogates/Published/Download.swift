import Files
import Foundation

/// Files from the network: over https only, resumed where a fetch was cut off, and used only when their hash is the pinned
/// one.
package enum Download {
  /// Fetches a file, or takes the one that was fetched before.
  ///
  /// What arrived so far stays under a name of its hash, so that the next call goes on from there; a finished file of another
  /// hash is removed.
  ///
  /// - Parameters:
  ///   - limit: bytes; a longer file is refused.
  ///   - folder: where the file is kept.
  ///   - progress: told in a line that something is fetched.
  static func file(
    from address: String, sha256: String, limit: Int, into folder: URL, progress: (String) -> Void
  ) throws(SurrogateError) -> URL {
    let (whole, part) = paths(sha256, in: folder)
    if (try? check(whole, sha256: sha256, limit: limit)) != nil { return whole }
    progress("fetching \(address) (\(limit / 1_000_000) MB)")
    try makeFolder(folder)
    try Transfer(address: address, limit: limit).run(into: part)
    do {
      try check(part, sha256: sha256, limit: limit)
      try? FileManager.default.removeItem(at: whole)
      try FileManager.default.moveItem(at: part, to: whole)
    } catch let error as SurrogateError {
      try? FileManager.default.removeItem(at: part)
      throw error
    } catch {
      throw .invalidFile(path: whole.path, message: "cannot be written: \(FileError.reason(of: error))")
    }
    return whole
  }

  /// Fetches a file whose hash nobody pinned and hands it to `use`: the first hash that an address gave is shown, kept once
  /// `use` has accepted the file, and demanded ever after.
  ///
  /// - Parameter use: takes the file, which is removed when it returns; an error from it leaves no pin.
  static func onFirstUse<Result>(
    from address: String, limit: Int, into folder: URL, progress: (String) -> Void,
    use: (URL) throws(SurrogateError) -> Result
  ) throws(SurrogateError) -> Result {
    let pins = folder.appending(path: ".pins.json")
    var known = (try? JSONDecoder().decode([String: String].self, from: Data(contentsOf: pins))) ?? [:]
    let place = folder.appending(path: ".first-use")
    try makeFolder(place)
    let file = place.appending(path: fileName(for: address))
    try? FileManager.default.removeItem(at: file)
    defer { try? FileManager.default.removeItem(at: file) }
    progress("fetching \(address)")
    try Transfer(address: address, limit: limit).run(into: file)
    let found = try hash(of: file, limit: limit)
    if let pinned = known[address], pinned != found {
      throw .invalidFile(
        path: address,
        message: "is not what it was: its SHA-256 is \(found), not \(pinned) as in \(pins.path)")
    }
    progress("SHA-256 \(found)")
    let result = try use(file)
    known[address] = found
    do {
      try JSONEncoder().encode(known).write(to: pins, options: .atomic)
    } catch {
      throw .invalidFile(path: pins.path, message: "cannot be written: \(FileError.reason(of: error))")
    }
    return result
  }

  /// The name under which what an address gives is kept: the address's hash, since nothing of an address may lead to
  /// another folder.
  package static func fileName(for address: String) -> String {
    "\(Digest.sha256(Data(address.utf8))).safetensors"
  }

  /// Removes a file that was fetched.
  static func forget(sha256: String, in folder: URL, unless isWanted: Bool) {
    if !isWanted { try? FileManager.default.removeItem(at: paths(sha256, in: folder).whole) }
  }

  /// Whether a file is the pinned one.
  static func check(_ file: URL, sha256: String, limit: Int) throws(SurrogateError) {
    let found = try hash(of: file, limit: limit)
    guard found == sha256 else {
      throw .invalidFile(path: file.path, message: "is not the pinned file: its SHA-256 is \(found), not \(sha256)")
    }
  }

  /// SHA-256 of a file, in hexadecimal digits.
  private static func hash(of file: URL, limit: Int) throws(SurrogateError) -> String {
    guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
      throw .invalidFile(path: file.path, message: "cannot be read")
    }
    guard data.count <= limit else {
      throw .invalidFile(path: file.path, message: "has \(data.count) bytes, more than the \(limit) that are allowed")
    }
    return Digest.sha256(data)
  }

  /// One file out of a .tar.gz archive.
  static func member(_ name: String, of archive: URL) throws(SurrogateError) -> Data {
    let program = SystemProgram(
      name: "tar", arguments: ["--extract", "--gzip", "--to-stdout", "--file", archive.path, name])
    var data = Data()
    let end = try program.run(about: archive.path) { chunk in
      data += chunk
      return true
    }
    guard end.status == 0 else { throw .invalidFile(path: archive.path, message: "tar: \(end.reason)") }
    return data
  }

  private static func makeFolder(_ folder: URL) throws(SurrogateError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .invalidFile(path: folder.path, message: "cannot be made: \(FileError.reason(of: error))")
    }
  }

  private static func paths(_ sha256: String, in folder: URL) -> (whole: URL, part: URL) {
    (folder.appending(path: ".\(sha256).fetched"), folder.appending(path: ".\(sha256).part"))
  }
}

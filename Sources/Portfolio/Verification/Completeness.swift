import Comparison
import Files
import Foundation
import ImageCodec
import Protection

/// Looks for what should be in folders of protected pictures and is not, and for what is there and cannot be judged.
package struct Completeness {
  /// The named folders, and which of their pictures count.
  let folders: [String]
  let list: InputList

  /// - Parameters:
  ///   - paths: what was named, files among them.
  ///   - list: how folders are searched.
  package init(paths: [String], list: InputList) {
    folders = paths.filter(AtomicFile.isFolder)
    self.list = list
  }

  /// A verdict on everything that is missing, all of them with a check that says no, and on every record and every picture that
  /// cannot be read, with an error.
  ///
  /// - Parameter originals: those that were found for the files that are there.
  package func verdicts(originals: Originals?) -> [Verdict] {
    folders.flatMap { gone(from: $0) + damaged(in: $0) + unreadable(in: $0) } + uncopied(originals)
  }

  /// Outputs on record that are neither in their place nor anywhere else in the folder.
  private func gone(from folder: String) -> [Verdict] {
    let missing = logs(below: folder).flatMap { log -> [(path: String, sha256: String)] in
      log.entries.compactMap { entry in
        let path = (log.folder as NSString).appendingPathComponent(entry.output)
        let isHere = list.recursive || (path as NSString).deletingLastPathComponent == folder
        guard isHere, list.isWanted(entry.output), !Self.isFile(path) else { return nil }
        return (path, entry.sha256Out)
      }
    }
    guard !missing.isEmpty else { return [] }
    // What was renamed is not gone.
    let here = Set(list.expand([folder]).inputs.compactMap { try? Digest.sha256(AtomicFile.read($0.path)) })
    return missing.filter { !here.contains($0.sha256) }.map { missing in
      Verdict(file: missing.path, checks: [.init(name: "present", ok: false, detail: "on record, but gone")])
    }
  }

  /// Whether there is a file, and no folder, under a name.
  private static func isFile(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) && !AtomicFile.isFolder(path)
  }

  /// Records that say less than was written into them: what they do not tell cannot be missed.
  private func damaged(in folder: String) -> [Verdict] {
    logs(below: folder).flatMap { log in
      log.faults.map { Verdict(file: $0.path, error: .init(code: "record", message: $0.message)) }
    }
  }

  /// The folders at or below one that have a log, as the list searches them.
  private func logs(
    below folder: String
  ) -> [(folder: String, entries: [OutputLog.Entry], faults: [OutputLog.Fault])] {
    let everything =
      list.recursive ? FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [] : []
    let names = [OutputLog.fileName, OutputLog.gatheredFileName]
    let below = everything.filter { names.contains(PathName.last(of: $0)) }.map { PathName.folder(of: $0) }
    return Set(below + [""]).sorted().map { (folder as NSString).appendingPathComponent($0) }
      .map { folder in
        let log = OutputLog(folder: URL(fileURLWithPath: folder))
        return (folder, log.all, log.faults)
      }
  }

  /// Originals of which no file is a copy.
  private func uncopied(_ originals: Originals?) -> [Verdict] {
    guard !folders.isEmpty, let originals else { return [] }
    return originals.unused(list).map { path in
      Verdict(
        file: path, checks: [.init(name: "copy", ok: false, detail: "an original that none of the files is a copy of")])
    }
  }

  /// Pictures of kinds that are not read.
  private func unreadable(in folder: String) -> [Verdict] {
    list.list([folder]).unsupported.map { input, kind in
      Verdict(
        file: input.path,
        error: .init(
          code: "unsupported", message: "a picture of a kind that cannot be read and was not judged (\(kind))")
      )
    }
  }
}

import Files
import Foundation

/// Where a report goes, and in which form.
package enum ReportPlace: Sendable, Equatable {
  /// A folder with `index.html` and its pictures.
  case folder(String)
  /// One HTML file with everything in it.
  case file(String)

  package var path: String {
    switch self {
    case .folder(let path), .file(let path): path
    }
  }

  /// The file that a browser opens.
  package var page: String {
    switch self {
    case .folder(let path): PathName.join(path, "index.html")
    case .file(let path): path
    }
  }

  /// What a report has near its beginning, by which an earlier one is known.
  private static let mark = "<meta name=\"generator\" content=\"lacquer report\">"

  /// Makes sure that nothing but an earlier report, or an empty folder, is replaced.
  ///
  /// - Throws: `FileError`.
  package func demandReplaceable() throws(FileError) {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    if case .folder = self, isFolder.boolValue, (try? manager.contentsOfDirectory(atPath: path))?.isEmpty == true {
      return
    }
    if (try? manager.destinationOfSymbolicLink(atPath: path)) != nil {
      throw .failed("\(path) is a link, which is not replaced: name another place")
    }
    if case .file = self, isFolder.boolValue { throw .failed("\(path) is a folder: name a file for --single-file") }
    let beginning = (try? FileHandle(forReadingFrom: URL(fileURLWithPath: page)).read(upToCount: 4096)) ?? Data()
    guard String(decoding: beginning, as: UTF8.self).contains(Self.mark) else {
      throw .failed("\(path) exists and is no report of Lacquer, so it is not replaced: name another place")
    }
    guard case .folder = self, let other = firstOtherFile() else { return }
    throw .failed("\(path) holds \(other), which is no part of a report, so it is not replaced: name another place")
  }

  /// Makes sure before anything is looked at that the report can be written.
  ///
  /// - Throws: `FileError`.
  package func demandWritable() throws(FileError) {
    try demandReplaceable()
    try AtomicFile.demandWritable(beside: path)
  }

  /// A file that no report has made, below the folder of a report.
  private func firstOtherFile() -> String? {
    let manager = FileManager.default
    // What cannot be listed is not known to be of a report.
    guard let files = try? manager.contentsOfDirectory(atPath: path) else { return "what cannot be listed" }
    if let other = files.sorted().first(where: { $0 != "index.html" && $0 != ReportAssets.folder }) { return other }
    guard files.contains(ReportAssets.folder) else { return nil }
    guard let pictures = try? manager.contentsOfDirectory(atPath: PathName.join(path, ReportAssets.folder)) else {
      return ReportAssets.folder
    }
    return pictures.sorted().first { !ReportAssets.isName($0) }.map { PathName.join(ReportAssets.folder, $0) }
  }

  /// Whether the report would lie below a folder, where its copies of originals would pass for pictures.
  package func lies(below folder: String) -> Bool {
    let (outer, inner) = (Self.components(folder), Self.components(path))
    return inner.count > outer.count && inner.starts(with: outer)
  }

  private static func components(_ path: String) -> [String] {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().pathComponents
  }
}

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
    if case .file = self, isFolder.boolValue { throw .failed("\(path) is a folder: name a file for --single-file") }
    let beginning = (try? FileHandle(forReadingFrom: URL(fileURLWithPath: page)).read(upToCount: 4096)) ?? Data()
    guard String(decoding: beginning, as: UTF8.self).contains(Self.mark) else {
      throw .failed("\(path) exists and is no report of Lacquer, so it is not replaced: name another place")
    }
  }
}

import Files
import Foundation

/// Puts the pictures of pages where pages find them. Names of files never become part of an address: addresses are numbers.
struct ReportAssets: Sendable {
  /// Kinds of pictures in reports.
  enum Kind: String, Sendable {
    case jpeg, png

    var ending: String { self == .jpeg ? "jpg" : "png" }
  }

  let work: AtomicFolder
  let isSingleFile: Bool

  /// The folder of the pages of pictures, below the report's.
  static let folder = "pictures"

  /// The number of a picture as part of a name.
  static func name(_ number: Int) -> String { String(format: "%04d", number) }

  /// Whether a file below `folder` has a name that reports give: a page, or a picture of one.
  static func isName(_ file: String) -> Bool {
    let parts = "(whole|detail|model)-(original|protected)\\.jpg|map\\.png|thumbnail\\.jpg"
    return file.range(of: "^[0-9]{4,}(\\.html|-(\(parts)))$", options: .regularExpression) != nil
  }

  /// The address of a picture's page.
  ///
  /// - Parameter isFromPicture: whether another picture's page leads there, and not the portfolio.
  func page(_ number: Int, isFromPicture: Bool) -> String {
    if isSingleFile { return "#picture-\(Self.name(number))" }
    return (isFromPicture ? "" : Self.folder + "/") + Self.name(number) + ".html"
  }

  /// The address of the portfolio, from a picture's page.
  var portfolio: String { isSingleFile ? "#portfolio" : "../index.html" }

  /// Stores a picture.
  ///
  /// - Returns: its address from a picture's page.
  /// - Throws: `FileError`.
  func store(_ bytes: [UInt8], _ part: String, of number: Int, _ kind: Kind) throws(FileError) -> String {
    guard !isSingleFile else { return Self.embedded(bytes, kind) }
    let name = "\(Self.name(number))-\(part).\(kind.ending)"
    try work.write(bytes, to: "\(Self.folder)/\(name)")
    return name
  }

  /// The address from the portfolio of a picture that was stored.
  func fromPortfolio(_ source: String) -> String { isSingleFile ? source : "\(Self.folder)/\(source)" }

  private static func embedded(_ bytes: [UInt8], _ kind: Kind) -> String {
    "data:image/\(kind.rawValue);base64,\(Data(bytes).base64EncodedString())"
  }
}

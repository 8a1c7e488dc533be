import Crypto
import Files
import Foundation
import ImageCodec
import Portfolio
import Raster
import Report
import Testing

/// Reports as they are written: what they consist of, and that foreign names do no harm in them.
struct ReportBuilderTests {
  /// A folder of pairs that is removed with this.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-report-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: folder) }

    func url(_ path: String) -> URL { folder.appending(path: path) }

    func text(_ path: String) throws -> String { String(decoding: try Data(contentsOf: url(path)), as: UTF8.self) }

    /// A grey picture, changed in one corner if `change` is not zero.
    func add(_ name: String, change: Float = 0.1, side: Int = 80) throws {
      let plane = Plane(width: side, height: side, repeating: 0.5)
      var changed = plane
      for y in 8..<24 { for x in 40..<60 where (x + y) % 4 < 2 { changed[x, y] += change } }
      for (folder, plane) in [("in", plane), ("out", changed)] {
        let file = url(folder).appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let levels = RasterImage(planes: [plane]).interleavedLevels
        try Data(
          ImageCodec.encodePNG(.eight(levels), width: side, height: side, layout: .grey)
        ).write(to: file)
      }
    }

    func builder() throws -> ReportBuilder {
      var verifier = FileVerifier()
      verifier.originals = try Originals(url("in").path)
      return ReportBuilder(
        title: "out", footer: "made by a test", verifier: verifier, keys: [], batch: BatchOptions(threads: 2))
    }

    func subjects() -> [ReportSubject] {
      InputList(recursive: true).expand([url("out").path]).inputs.map { .file($0, original: nil) }
    }

    func write(singleFile: Bool = false, sheet: String? = nil) throws -> ReportBuilder.Summary {
      let target = url(singleFile ? "report.html" : "report").path
      return try builder().write(
        subjects(), to: singleFile ? .file(target) : .folder(target), sheet: sheet.map { url($0).path })
    }
  }

  private static let hostile = "<img src=x onerror=1>\"\u{301} onload='1' \u{202E}.png"

  @Test func everyPictureHasACardAPageAndItsPictures() throws {
    let place = Place()
    try place.add("a.png")
    try place.add("sub/b.png", change: 0)
    try place.add("c.png", side: 900)
    let summary = try place.write()
    #expect(summary.counts == [.changed: 2, .unchanged: 1])
    let index = try place.text("report/index.html")
    #expect(index.contains("3 pictures: 2 changed, 1 unchanged."))
    for address in index.matches(of: /(?:href|src)="([^"]+)"/).map({ String($0.1) }) {
      #expect(FileManager.default.fileExists(atPath: place.url("report/\(address)").path), "\(address)")
    }
    for number in ["0001", "0002", "0003"] {
      let page = try place.text("report/pictures/\(number).html")
      for address in page.matches(of: /(?:href|src)="([^"]+)"/).map({ String($0.1) }) {
        #expect(FileManager.default.fileExists(atPath: place.url("report/pictures/\(address)").path), "\(address)")
      }
    }
    // A picture that is larger than a detail has one at full size, with the place of the change in it.
    let names = try FileManager.default.contentsOfDirectory(atPath: place.url("report/pictures").path)
    #expect(names.contains("0002-detail-original.jpg") && !names.contains("0001-detail-original.jpg"))
  }

  @Test(arguments: [false, true]) func namesAreTextOnly(_ isSingleFile: Bool) throws {
    let place = Place()
    try place.add(Self.hostile)
    _ = try place.write(singleFile: isSingleFile)
    let pages =
      isSingleFile
      ? [try place.text("report.html")]
      : [try place.text("report/index.html"), try place.text("report/pictures/0001.html")]
    for page in pages {
      #expect(page.contains("&lt;img src=x onerror=1&gt;&quot"))
      #expect(!page.contains("<img src=x"))
      // Outside of escaped text there is neither an attribute that runs nor one with a style of its own.
      let tags = page.matches(of: /<[a-z][^>]*>/).map { String($0.output) }
      #expect(tags.allSatisfy { $0.firstMatch(of: /\s(?:on\w+|style)\s*=/) == nil || $0.contains("&#39;") })
      #expect(!page.unicodeScalars.contains("\u{202E}"))
      // What comes from a name is in no address.
      #expect(page.matches(of: /(?:href|src)="([^"]*)"/).allSatisfy { !$0.1.contains("onerror") })
    }
  }

  @Test func onlyTheScriptAndTheStyleOfThePageMayRun() throws {
    let place = Place()
    try place.add("a.png")
    _ = try place.write()
    for name in ["index.html", "pictures/0001.html"] {
      let page = try place.text("report/\(name)")
      let script = try #require(page.firstMatch(of: /<script>([\s\S]*?)<\/script>/)?.1)
      let style = try #require(page.firstMatch(of: /<style>([\s\S]*?)<\/style>/)?.1)
      for part in [script, style] {
        let hash = Data(SHA256.hash(data: Data(part.utf8))).base64EncodedString()
        #expect(PageLibrary.policy.contains("'sha256-\(hash)'"))
      }
      #expect(!PageLibrary.policy.contains("unsafe"))
      #expect(page.contains(PageLibrary.policy.replacing("'", with: "&#39;")))
      #expect(page.matches(of: /<script/).count == 1)
    }
  }

  @Test func oneFileNeedsNoOther() throws {
    let place = Place()
    try place.add("a.png")
    try place.add("b.png")
    _ = try place.write(singleFile: true)
    let page = try place.text("report.html")
    #expect(page.matches(of: /src="([^"]{5})/).allSatisfy { $0.1 == "data:" })
    #expect(page.matches(of: /href="(.)/).allSatisfy { $0.1 == "#" })
    let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
    #expect(Set(left) == ["in", "out", "report.html"])
  }

  @Test func anEarlierReportIsReplacedAndNothingElse() throws {
    let place = Place()
    try place.add("a.png")
    _ = try place.write()
    // A page of an earlier report with more pictures goes; what somebody put there stays, and so does the report.
    try Data("x".utf8).write(to: place.url("report/pictures/0002.html"))
    _ = try place.write()
    #expect(!FileManager.default.fileExists(atPath: place.url("report/pictures/0002.html").path))
    try Data("x".utf8).write(to: place.url("report/left.txt"))
    #expect(throws: FileError.self) { try place.write() }
    #expect(try place.text("report/left.txt") == "x")
    try FileManager.default.removeItem(at: place.url("report"))
    try FileManager.default.createDirectory(at: place.url("report"), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: place.url("report/index.html"))
    #expect(throws: FileError.self) { try place.write() }
    #expect(try place.text("report/index.html") == "mine")
    let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
    #expect(Set(left) == ["in", "out", "report"])
  }

  @Test func aFileThatCannotBeShownIsNamedAndTheOthersGoOn() throws {
    let place = Place()
    try place.add("a.png")
    try place.add("b.png")
    try Data("no picture".utf8).write(to: place.url("out/b.png"))
    let summary = try place.write()
    #expect(summary.counts == [.changed: 1, .failed: 1])
    #expect(summary.problems.count == 1 && summary.problems[0].hasPrefix("b.png: "))
    // A report goes to others: it tells no folder of this machine.
    for name in ["index.html", "pictures/0001.html", "pictures/0002.html"] {
      #expect(!(try place.text("report/\(name)").contains(place.folder.path)))
    }
    var builder = try place.builder()
    builder.demandsAll = true
    #expect(throws: ReportBuilder.Failure.self) {
      try builder.write(place.subjects(), to: .folder(place.url("other").path))
    }
    #expect(!FileManager.default.fileExists(atPath: place.url("other").path))
  }

  @Test func theSheetShowsEveryPicture() throws {
    let place = Place()
    for name in ["a.png", "b.png", "c.png"] { try place.add(name) }
    try place.builder().write(place.subjects(), to: nil, sheet: place.url("sheet.png").path)
    let sheet = try ImageCodec.read([UInt8](Data(contentsOf: place.url("sheet.png")))).workingCopy()
    // The grey of the pictures, three times 120 × 120 of the place and as much of the whole.
    let greys = sheet.planes[0].samples.count { abs($0 - 0.5) < 0.02 }
    #expect(greys > 3 * 2 * 120 * 70)
    let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
    #expect(Set(left) == ["in", "out", "sheet.png"])
  }
}

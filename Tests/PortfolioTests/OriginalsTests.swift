import Foundation
import ImageCodec
import Portfolio
import Raster
import Testing

@Suite struct OriginalsTests {
  private func png(_ seed: Int, width: Int = 96, offset: Float = 0) throws -> [UInt8] {
    var generator = SeededGenerator(seed: UInt64(seed))
    let blur = SeparableMap.gaussian(width: width, height: 64, sigma: 4)
    let plane = blur(generator.normalPlane(width: width, height: 64)).map { 0.5 + 2 * $0 + offset }
    return try ImageCodec.encodePNG(
      .eight(RasterImage(planes: [plane]).interleavedLevels), width: width, height: 64, layout: .grey)
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder.appending(path: "sub"), withIntermediateDirectories: true)
    for (seed, name) in ["a.png", "sub/b.png", "sub/c.png"].enumerated() {
      try Data(try png(seed)).write(to: folder.appending(path: name))
    }
    try Data("no picture".utf8).write(to: folder.appending(path: "note.png"))
    try body(folder)
  }

  @Test func aPathIsFollowedBeforeContent() throws {
    try withFolder { folder in
      let originals = try Originals(folder.path)
      let found = try originals.original(
        of: InputFile(path: "x/sub/b.png", relativePath: "sub/b.png"), bytes: try png(0))
      #expect(found.path.hasSuffix("sub/b.png"))
      #expect(!found.isFoundByContent)
    }
  }

  @Test(arguments: [(0, "a.png"), (1, "sub/b.png"), (2, "sub/c.png")])
  func aRenamedFileIsKnownByWhatItShows(_ seed: Int, _ name: String) throws {
    try withFolder { folder in
      let originals = try Originals(folder.path)
      let input = InputFile(path: "x/renamed.png", relativePath: "renamed.png")
      let found = try originals.original(of: input, bytes: try png(seed, offset: 2 / 255))
      #expect(found.path.hasSuffix("/" + name))
      #expect(found.isFoundByContent)
    }
  }

  @Test func strangersAreNotMatched() throws {
    try withFolder { folder in
      let originals = try Originals(folder.path)
      let input = InputFile(path: "x/renamed.png", relativePath: "renamed.png")
      for stranger in [try png(9), try png(0, width: 95)] {
        #expect(throws: PortfolioError.noOriginal(folder: folder.path)) {
          try originals.original(of: input, bytes: stranger)
        }
      }
      #expect(throws: PortfolioError.noSuchFile("/nowhere/at/all")) { try Originals("/nowhere/at/all") }
    }
  }
}

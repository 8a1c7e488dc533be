import ImageCodec
import ImageContainer
import Testing

/// Animation chunks that make no animation (PNG third edition, 11.3.6).
@Suite struct StillPictureTests {
  private static func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }

  private static func control(_ number: Int) -> [UInt8] {
    big(number) + big(8) + big(8) + big(0) + big(0) + [0, 1, 0, 25, 0, 0]
  }

  private static func file(
    head: [(String, [UInt8])], tail: [(String, [UInt8])] = []
  ) -> [UInt8] {
    var builder = PNGBuilder(width: 8, height: 8, depth: 8, colourType: 0) { x, y, _ in 16 * x + y }
    builder.head = head
    builder.tail = tail
    return builder.bytes
  }

  @Test(arguments: [
    [("acTL", big(1) + big(0)), ("fcTL", control(0))], [("acTL", big(2) + big(0)), ("fcTL", control(0))],
    [("acTL", big(0) + big(0))], [("acTL", [0])], [("acTL", big(1) + big(0)), ("fcTL", control(5))],
  ])
  func isReadAsAStill(_ head: [(String, [UInt8])]) throws {
    let file = Self.file(head: head)
    #expect(try ImageCodec.readHeader(file).frames == 1)
    let artwork = try ImageCodec.read(file)
    let changed = try artwork.samples(adding: noise(artwork, amplitude: 9), epsilon: 9)
    let written = try ImageCodec.rewrite(file, as: artwork, samples: changed)
    #expect(!PNGBuilder.chunks(written.bytes).contains { ["acTL", "fcTL", "fdAT"].contains($0.type) })
    #expect(!written.notes.isEmpty)
  }

  @Test func framesBehindTheDefaultImageAreAnAnimation() {
    let hidden = Self.file(
      head: [("acTL", Self.big(1) + Self.big(0))], tail: [("fcTL", Self.control(0)), ("fdAT", Self.big(1) + [0])])
    let two = Self.file(
      head: [("acTL", Self.big(2) + Self.big(0)), ("fcTL", Self.control(0))],
      tail: [("fcTL", Self.control(1)), ("fdAT", Self.big(2) + [0])])
    for file in [hidden, two] {
      #expect(throws: ImageCodecError.self) { try ImageCodec.read(file) }
    }
  }

  @Test func changedPicturesLoseTheirCredentials() throws {
    let file = Self.file(head: [("caBX", [1, 2, 3])])
    let artwork = try ImageCodec.read(file)
    #expect(try ImageCodec.rewrite(file, as: artwork, samples: artwork.samples).bytes == file)
    let changed = try artwork.samples(adding: noise(artwork, amplitude: 9), epsilon: 9)
    let written = try ImageCodec.rewrite(file, as: artwork, samples: changed)
    #expect(written.notes.contains(ContentCredentialBlocks.note))
    #expect(!PNGBuilder.chunks(written.bytes).contains { $0.type == "caBX" })
  }
}

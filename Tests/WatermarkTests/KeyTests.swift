import Testing
import Watermark

@Suite("Keys")
struct KeyTests {
  @Test("have 32 bytes", arguments: [0, 31, 33])
  func length(count: Int) {
    #expect(throws: WatermarkError.wrongKeyLength(count)) { try MarkKey(bytes: Array(repeating: 7, count: count)) }
  }

  @Test("new ones differ")
  func random() {
    #expect(MarkKey.random() != MarkKey.random())
    #expect(MarkKey.random().bytes.count == 32)
  }

  @Test("the published one is the digest of its text")
  func published() {
    // printf 'lacquer public mark key 1' | sha256sum
    #expect(MarkKey.published.bytes.prefix(4) == [0x08, 0x8B, 0xDC, 0xCF])
  }

  @Test("streams depend on key and purpose and nothing else")
  func streams() throws {
    func words(_ key: MarkKey, _ purpose: String) -> [UInt32] {
      var stream = key.stream(purpose)
      return (0..<100).map { _ in stream.word() }
    }
    let other = try MarkKey(bytes: Array(0..<32))
    #expect(words(.published, "a") == words(.published, "a"))
    #expect(words(.published, "a") != words(.published, "b"))
    #expect(words(.published, "a") != words(other, "a"))
  }

  @Test("numbers are even and permutations complete")
  func numbers() {
    var stream = MarkKey.published.stream("numbers test")
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<6000 { counts[stream.number(below: 6)] += 1 }
    // Five standard deviations of a binomial of 6000 and 1/6.
    #expect(counts.allSatisfy { abs($0 - 1000) < 145 })
    let order = stream.permutation(352)
    #expect(order.sorted() == Array(0..<352) && order != Array(0..<352))
    #expect(stream.signs(1000).allSatisfy { abs($0) == 1 })
  }
}

import Testing
import Watermark

@Suite("The code of a mark")
struct CodeTests {
  @Test("CRC-16/CCITT-FALSE of the digits 1 to 9 is 29B1, its published check value")
  func checksum() {
    #expect(CRC16.checksum("123456789".utf8) == 0x29B1)
    #expect(CRC16.checksum([]) == 0xFFFF)
  }

  @Test("messages carry the id and notice a change", arguments: [0, 1, 0x0123_4567_89AB_CDEF, UInt64.max])
  func messages(id: UInt64) {
    let mark = Mark(id: id)
    #expect(Mark(message: mark.message) == mark)
    for bit in mark.message.indices {
      var message = mark.message
      message[bit].toggle()
      #expect(Mark(message: message) == nil)
    }
  }

  @Test("free distance is 24 (Larsen 1973, table for rate 1/4, constraint length 9)")
  func distance() {
    var least = Int.max
    // Paths that leave the empty register and come back within 16 steps.
    for pattern in 1..<(1 << 12) where pattern & 1 == 1 {
      let message = (0..<12).map { pattern >> $0 & 1 == 1 }
      least = min(least, ConvolutionalCode.encode(message).count { $0 })
    }
    #expect(least == 24)
  }

  private func soft(_ message: [Bool], noise: Float, stream: inout KeyStream) -> [Float] {
    ConvolutionalCode.encode(message).map { bit in
      // The sum of twelve uniform numbers less six is close to a normal one.
      let normal = (0..<12).reduce(-6.0) { sum, _ in sum + stream.fraction() }
      return (bit ? -1 : 1) + noise * Float(normal)
    }
  }

  @Test("decodes through noise", arguments: [(0, 20, 20), (1.0, 40, 40), (1.35, 60, 50)] as [(Float, Int, Int)])
  func decoding(noise: Float, tries: Int, atLeast: Int) {
    var stream = MarkKey.published.stream("decoding test")
    var right = 0
    for index in 0..<tries {
      let mark = Mark(id: UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
      let decoder = ListViterbi(soft: soft(mark.message, noise: noise, stream: &stream))
      let found = decoder.first(of: 32) { Mark(message: $0) != nil }
      if found?.message == mark.message { right += 1 }
    }
    #expect(right >= atLeast)
  }

  @Test("lists messages in order, each once, each with the metric of its code word")
  func list() {
    var stream = MarkKey.published.stream("list test")
    let soft = soft(Mark(id: 77).message, noise: 1.5, stream: &stream)
    let decoder = ListViterbi(soft: soft)
    var messages: [[Bool]] = []
    _ = decoder.first(of: 40) { message in
      messages.append(message)
      return false
    }
    #expect(Set(messages).count == 40)
    let metrics = messages.map { message in
      zip(soft, ConvolutionalCode.encode(message)).reduce(Float(0)) { $0 + ($1.1 ? -$1.0 : $1.0) }
    }
    #expect(abs(metrics[0] - decoder.best) < 1e-2)
    for (a, b) in zip(metrics, metrics.dropFirst()) { #expect(a >= b - 1e-2) }
    for index in [0, 7, 39] {
      let found = decoder.first(of: 40) { $0 == messages[index] }
      #expect(abs((found?.metric ?? 0) - metrics[index]) < 1e-2)
    }
  }
}

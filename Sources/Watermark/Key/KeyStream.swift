import Crypto
import Foundation

/// A stream of pseudorandom numbers that only the holder of its seed can tell from chance: HMAC-SHA256 of a counter.
package struct KeyStream {
  private let seed: SymmetricKey
  private var counter: UInt64 = 0
  private var block: [UInt8] = []

  init(seed: SymmetricKey) {
    self.seed = seed
  }

  package mutating func byte() -> UInt8 {
    if block.isEmpty {
      let input = withUnsafeBytes(of: counter.littleEndian) { Data($0) }
      block = Array(HMAC<SHA256>.authenticationCode(for: input, using: seed))
      counter += 1
    }
    return block.removeLast()
  }

  package mutating func word() -> UInt32 {
    (0..<4).reduce(0) { value, _ in value << 8 | UInt32(byte()) }
  }

  /// A number in `0..<bound`, every one as likely as any other.
  package mutating func number(below bound: Int) -> Int {
    let limit = UInt32(bound)
    let fair = UInt32.max - UInt32.max % limit
    while true {
      let word = word()
      if word < fair { return Int(word % limit) }
    }
  }

  /// A number in 0..<1.
  package mutating func fraction() -> Double {
    Double(word()) / 4_294_967_296
  }

  /// `count` signs, each −1 or +1.
  package mutating func signs(_ count: Int) -> [Float] {
    (0..<count).map { _ in byte() & 1 == 0 ? 1 : -1 }
  }

  /// The numbers `0..<count` in random order (Fisher and Yates).
  package mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, number(below: last + 1)) }
    return order
  }
}

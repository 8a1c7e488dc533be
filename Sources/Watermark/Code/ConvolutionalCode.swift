/// The rate-1/4 convolutional code of constraint length 9 with the largest free distance (24): generators 463, 535, 733, 745
/// (octal; Larsen 1973). The register starts and ends empty.
package enum ConvolutionalCode {
  package static let memory = 8
  static let states = 1 << memory
  static let rate = 4
  private static let generators = [0o463, 0o535, 0o733, 0o745]

  /// For a register of nine bits (newest lowest): its four output bits, the first generator's lowest.
  static let outputs: [UInt8] = (0..<2 * states).map { register in
    generators.enumerated().reduce(0) { $0 | UInt8((register & $1.element).nonzeroBitCount & 1) << UInt8($1.offset) }
  }

  /// How many code bits a message of `bits` becomes.
  static func codeLength(_ bits: Int) -> Int { (bits + memory) * rate }

  /// The code word of a message.
  package static func encode(_ message: [Bool]) -> [Bool] {
    var register = 0
    var word: [Bool] = []
    for bit in message + Array(repeating: false, count: memory) {
      register = (register << 1 | (bit ? 1 : 0)) & (2 * states - 1)
      for k in 0..<rate { word.append(outputs[register] >> UInt8(k) & 1 == 1) }
    }
    return word
  }
}

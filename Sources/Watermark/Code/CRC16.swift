/// The 16-bit cyclic redundancy check CRC-16/CCITT-FALSE (ITU-T V.41 polynomial 0x1021, start 0xFFFF).
package enum CRC16 {
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt16 {
    var register: UInt16 = 0xFFFF
    for byte in bytes {
      register ^= UInt16(byte) << 8
      for _ in 0..<8 { register = register & 0x8000 != 0 ? register << 1 ^ 0x1021 : register << 1 }
    }
    return register
  }
}

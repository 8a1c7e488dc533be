import LacquerKit
import Testing

@Suite struct InvisibleMarkTests {
  @Test(arguments: ["baseline.jpg", "alpha.png"])
  func aMarkIsReadWithItsKeyAlone(name: String) throws {
    let original = try TestPictures.file(name)
    let key = try InvisibleMark.Key(bytes: Array(1...32))
    let marked = try InvisibleMark.embed(0x0123_4567_89AB_CDEF, key: key, into: original)
    #expect(marked.ssimulacra2 >= 85)
    #expect(marked.survival["jpeg-50"] != nil)
    let reading = try InvisibleMark.read(from: marked.bytes, keys: [.published, key])
    #expect(reading.id == 0x0123_4567_89AB_CDEF)
    #expect(reading.keyFingerprint == key.fingerprint)
    #expect(reading.falseAlarm < 1e-9)
    #expect(abs(reading.scale - 1) < 0.01)
    let other = try InvisibleMark.read(from: marked.bytes, keys: [.published])
    #expect(!other.isDetected && other.id == nil && other.keyFingerprint == nil)
    #expect(try InvisibleMark.read(from: original, keys: [key]).id == nil)
  }

  /// With this key, a mark of the usual strength is not found again in this small picture.
  @Test func aKeyThatAsksForAStrongerMarkGetsOne() throws {
    let bytes: [UInt8] = [
      0x3B, 0x2A, 0x79, 0x4B, 0x92, 0xC7, 0xE5, 0xCA, 0x50, 0xCC, 0xB2, 0x31, 0x73, 0xCD, 0xD3, 0xFF,
      0xE3, 0x06, 0x0C, 0x2D, 0x95, 0x3C, 0xAB, 0x24, 0x4F, 0xE5, 0xA5, 0x4C, 0x59, 0xEB, 0x79, 0x19,
    ]
    let key = try InvisibleMark.Key(bytes: bytes)
    let id: UInt64 = 0x0123_4567_89AB_CDEF
    let marked = try InvisibleMark.embed(id, key: key, into: TestPictures.file("alpha.png"))
    #expect(marked.ssimulacra2 >= 85)
    #expect(try InvisibleMark.read(from: marked.bytes, keys: [key]).id == id)
  }

  @Test func aKeyIsKeptAsItsBytes() throws {
    let key = InvisibleMark.Key.random()
    #expect(try InvisibleMark.Key(bytes: key.bytes) == key)
    #expect(key != .random())
    #expect(try TestPictures.error { try InvisibleMark.Key(bytes: Array(key.bytes.dropLast())) }.code == .key)
  }

  @Test func whatCannotBeMetIsNamed() throws {
    let file = try TestPictures.file("baseline.jpg")
    #expect(
      try TestPictures.error { try InvisibleMark.embed(1, key: .published, into: TestPictures.onePixel) }.code
        == .tooSmall)
    #expect(try TestPictures.error { try InvisibleMark.embed(1, key: .published, into: file, psnr: 5) }.code == .value)
    #expect(try TestPictures.error { try InvisibleMark.read(from: file, keys: []) }.code == .key)
    #expect(
      try TestPictures.error { try InvisibleMark.read(from: file, keys: [.published], falseAlarm: 1) }.code
        == .falseAlarm)
  }
}

import LacquerKit
import Testing

@Suite struct InvisibleMarkTests {
  @Test(arguments: ["baseline.jpg", "alpha.png"])
  func aMarkIsReadWithItsKeyAlone(name: String) throws {
    let original = try TestPictures.file(name)
    let key = InvisibleMark.Key.random()
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

import Files
import Testing

struct ByteReaderTests {
  private static let bytes: [UInt8] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0xFF]

  @Test func bothOrdersAreRead() {
    let big = ByteReader(Self.bytes)
    let little = ByteReader(Self.bytes, order: .little)
    #expect(big.uint8(at: 8) == 255)
    #expect(big.uint16(at: 0) == 0x0102 && little.uint16(at: 0) == 0x0201)
    #expect(big.number(at: 0, size: 3) == 0x010203 && little.number(at: 0, size: 3) == 0x030201)
    #expect(big.uint32(at: 1) == 0x0203_0405 && little.uint32(at: 1) == 0x0504_0302)
    #expect(big.uint64(at: 0) == 0x0102_0304_0506_0708 && little.uint64(at: 0) == 0x0807_0605_0403_0201)
  }

  @Test func whatLiesOutsideIsNil() {
    let reader = ByteReader(Self.bytes)
    #expect(reader.uint16(at: 8) == nil)
    #expect(reader.uint16(at: 9) == nil)
    #expect(reader.uint8(at: -1) == nil)
    #expect(reader.uint8(at: .max) == nil)
    #expect(reader.bytes(at: 1, count: .max) == nil)
    #expect(reader.bytes(at: 0, count: -1) == nil)
    #expect(reader.bytes(at: 9, count: 0)?.isEmpty == true)
    #expect(reader.number(at: 0, size: 0) == nil && reader.number(at: 0, size: 9) == nil)
    // Larger than any length can be.
    #expect(ByteReader([UInt8](repeating: 0xFF, count: 8)).uint64(at: 0) == nil)
  }

  @Test func offsetsCountFromTheFirstByteOfASlice() {
    let reader = ByteReader(Self.bytes[4...])
    #expect(reader.count == 5)
    #expect(reader.uint16(at: 0) == 0x0506)
    #expect(reader.bytes(at: 3, count: 2).map(Array.init) == [0x08, 0xFF])
  }

  @Test func readingMovesOnlyWhenItSucceeds() {
    var reader = ByteReader(Self.bytes)
    #expect(reader.nextNumber(2) == 0x0102)
    #expect(reader.next(3).map(Array.init) == [3, 4, 5])
    #expect(reader.next(5) == nil && reader.position == 5)
    #expect(reader.nextNumber(8) == nil && reader.remaining == 4)
    #expect(!reader.move(to: 10) && reader.move(to: 9) && reader.remaining == 0)
  }

  @Test func numbersBecomeBytes() {
    #expect(UInt32(0x0102_0304).bigEndianBytes == [1, 2, 3, 4])
    #expect(UInt16(0x0102).littleEndianBytes == [2, 1])
  }
}

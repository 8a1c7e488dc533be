import Foundation
import Provenance
import Testing

@Suite struct CanonicalJSONTests {
  /// RFC 8785, appendix B: bits of a double and its text.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
      (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
      (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
      (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
      (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5555, "333333333.3333333"),
      (0xBECB_F647_612F_3696, "-0.0000033333333333333333"), (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func writesNumbersAsECMAScript(_ bits: UInt64, _ text: String) throws {
    #expect(try CanonicalJSON.encode(.number(Double(bitPattern: bits))) == Array(text.utf8))
  }

  /// RFC 8785, section 3.2.2 and 3.2.3.
  @Test func writesTheExamplesOfTheRFC() throws {
    let value = JSONValue.object([
      "\u{20AC}": .string("Euro Sign"), "\r": .string("Carriage Return"), "\u{FB33}": .string("Hebrew"),
      "1": .string("One"),
      "\u{1F600}": .string("Smiley"), "\u{80}": .string("Control"), "\u{F6}": .string("o"),
    ])
    let text = String(decoding: try CanonicalJSON.encode(value), as: UTF8.self)
    let order = ["\\r", "1", "\u{80}", "\u{F6}", "\u{20AC}", "\u{1F600}", "\u{FB33}"].map {
      text.range(of: "\"\($0)\":")?.lowerBound
    }
    #expect(order.compactMap { $0 }.count == 7)
    #expect(zip(order, order.dropFirst()).allSatisfy { a, b in (a ?? text.endIndex) < (b ?? text.startIndex) })
    let string = JSONValue.string("\u{20AC}$\u{F}\nA'B\"\\\"/")
    #expect(try CanonicalJSON.encode(string) == Array("\"\u{20AC}$\\u000f\\nA'B\\\"\\\\\\\"/\"".utf8))
  }

  @Test(arguments: [
    "{\"a\":1,\"a\":1}", "{\"b\":1,\"a\":1}", "{ \"a\":1}", "[1.0]", "[1e2]", "[\"\\u0041\"]", "", "[", "nul",
    String(repeating: "[", count: 100_000),
  ])
  func refusesOtherForms(_ text: String) {
    #expect(throws: ReceiptError.self) { try CanonicalJSON.decode(Array(text.utf8)) }
  }

  @Test func refusesWhatIsNoNumber() {
    #expect(throws: ReceiptError.self) { try CanonicalJSON.encode(.number(.nan)) }
  }
}

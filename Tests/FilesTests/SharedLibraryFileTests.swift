import Files
import Foundation
import Testing

struct SharedLibraryFileTests {
  /// A library that every process of this machine has open.
  private static let library: String? = {
    let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    return maps?.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
      .first { $0.hasPrefix("/") && $0.contains("libm.so") || $0.contains("libm-") }
  }()

  @Test(.enabled("libm") { library != nil }) func wholeLibrariesHaveNoFault() throws {
    #expect(SharedLibraryFile.fault(at: try #require(Self.library)) == nil)
  }

  @Test(.enabled("libm") { library != nil }) func librariesThatWereCutOffAreFound() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: try #require(Self.library)))
    let path = NSTemporaryDirectory() + "library-\(UUID().uuidString).so"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for count in [6, 40, 64, 1000, bytes.count / 2, bytes.count - 1] {
      try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
      #expect(SharedLibraryFile.fault(at: path)?.contains("is cut off") == true, "\(count)")
    }
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(SharedLibraryFile.fault(at: path) == nil)
  }

  @Test func whatIsNoLibraryIsLeftToTheLoader() throws {
    let path = NSTemporaryDirectory() + "library-\(UUID().uuidString).so"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for text in ["", "no library", "\u{7F}ELF"] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(SharedLibraryFile.fault(at: path) == nil)
    }
    #expect(SharedLibraryFile.fault(at: "/nowhere.so") == nil)
    #expect(SharedLibraryFile.fault(at: "/tmp") == "is not a plain file")
  }
}

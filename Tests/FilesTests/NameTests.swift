import Files
import Foundation
import Testing

/// Names of files and folders, and hexadecimal digits.
struct NameTests {
  @Test(arguments: [
    ("a/b.png", "b.png", "a"), ("/b.png", "b.png", "/"), ("b.png", "b.png", ""), ("a//b/", "b", "a"), ("/", "", "/"),
    ("", "", ""), ("./b", "b", "."), ("/a/b/c", "c", "/a/b"),
  ]) func pathsAreTakenApart(_ path: String, _ last: String, _ folder: String) {
    #expect(PathName.last(of: path) == last)
    if path != "/" { #expect(PathName.folder(of: path) == folder) }
  }

  @Test func pathsArePutTogether() {
    #expect(PathName.join("a", "b") == "a/b")
    #expect(PathName.join("a/", "b") == "a/b")
    #expect(PathName.join("/", "b") == "/b")
    #expect(PathName.join("", "b") == "b")
  }

  /// The XDG Base Directory Specification: relative values are invalid and ignored. `HOME` goes before the list of users.
  @Test(arguments: [
    (["XDG_DATA_HOME": "/data", "HOME": "/home/ada"], "/data/lacquer"),
    (["XDG_DATA_HOME": "/data/", "HOME": "/home/ada"], "/data/lacquer"),
    (["XDG_DATA_HOME": "data", "HOME": "/home/ada"], "/home/ada/.local/share/lacquer"),
    (["XDG_DATA_HOME": "", "HOME": "/home/ada"], "/home/ada/.local/share/lacquer"),
    (["HOME": "/home/ada/"], "/home/ada/.local/share/lacquer"),
    (["HOME": "/"], "/.local/share/lacquer"),
  ]) func oneRuleSaysWhereTheDataFolderIs(_ environment: [String: String], _ path: String) {
    #expect(DataFolder.path(environment: environment) == path)
    #expect(DataFolder.path("keys/mark.key", environment: environment) == path + "/keys/mark.key")
  }

  @Test func aHomeThatIsNoAbsolutePathIsNotUsed() {
    #expect(DataFolder.home(environment: ["HOME": "here"]).hasPrefix("/"))
    #expect(DataFolder.home(environment: [:]).hasPrefix("/"))
    #expect(DataFolder.cache(environment: ["XDG_CACHE_HOME": "cache", "HOME": "/home/ada"]) == "/home/ada/.cache")
  }

  @Test func bytesAreDigits() {
    #expect(Hex.encode([0x00, 0x0F, 0xA5]) == "000fa5")
    #expect(Hex.decode("000fa5") == [0x00, 0x0F, 0xA5])
    #expect(Hex.decode("") == [])
    for text in ["0", "+f", "-1", "0x", "0F", " 1", "é"] { #expect(Hex.decode(text) == nil, "\(text)") }
  }

  /// FIPS 180-4, the example of one block.
  @Test func hashesAreDigits() {
    #expect(
      Digest.sha256(Data("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}

import Foundation
import Portfolio
import Testing

/// Which files are found, and what is said of those that are not.
@Suite struct InputListTests {
  private let root: String

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-list-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(atPath: root) }

  private func touch(_ names: String...) throws {
    for name in names {
      let path = "\(root)/\(name)"
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: path))
    }
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(root)/\(name)", withDestinationPath: target)
  }

  @Test func otherKindsAreCounted() throws {
    defer { remove() }
    try touch("a.png", "b.GIF", "deep/c.tif", "notes.txt")
    let listing = InputList(recursive: true).list([root])
    #expect(listing.inputs.map(\.relativePath) == ["a.png"])
    #expect(listing.unsupported.map(\.kind).sorted() == ["gif", "tiff"])
    #expect(InputList(recursive: true, include: ["*.png"]).list([root]).unsupported.isEmpty)
  }

  @Test func hiddenFilesAndOutputsAreNoInputs() throws {
    defer { remove() }
    try touch("a.png", "sub/deep/B.JPG", "sub/.hidden.png", ".work/c.png", "notes.txt", "ready/a.png")
    let listing = InputList(recursive: true, outputFolder: "\(root)/ready").list([root])
    #expect(listing.inputs.map(\.relativePath) == ["a.png", "sub/deep/B.JPG"])
  }

  @Test func theOutputFolderIsLeftOut() throws {
    defer { remove() }
    try touch("a.png", "protected/a.png", "protected/deep/b.png")
    let listing = InputList(recursive: true, outputFolder: "\(root)/protected").list([root])
    #expect(listing.inputs.map(\.relativePath) == ["a.png"])
    #expect(listing.leftOut == ["\(root)/protected"])
    // Named itself it is meant.
    #expect(InputList(outputFolder: "\(root)/protected").list(["\(root)/protected"]).inputs.count == 1)
  }

  @Test func foldersWithPicturesThatAreNotEnteredAreNamed() throws {
    defer { remove() }
    try touch("a.png", "album/deep/b.jpg", "notes/readme.txt", ".hidden/c.png", "protected/a.png")
    let listing = InputList(outputFolder: "\(root)/protected").list([root])
    #expect(listing.inputs.map(\.relativePath) == ["a.png"])
    #expect(listing.notEntered == ["\(root)/album"])
    #expect(InputList(recursive: true).list([root]).notEntered.isEmpty)
  }

  @Test func aNameExcludesItsFolder() throws {
    defer { remove() }
    try touch("ch1/a.png", "ch2/b.png", "ch2/deep/c.png", "deep/ch2/d.png")
    for name in ["ch2", "ch2/"] {
      let listing = InputList(recursive: true, exclude: [name]).list([root])
      #expect(listing.inputs.map(\.relativePath) == ["ch1/a.png"])
    }
  }

  @Test func linkedFoldersAreFollowedOnce() throws {
    defer { remove() }
    try touch("real/a.png", "elsewhere.d/b.png")
    let outside = root + "-outside"
    try FileManager.default.moveItem(atPath: "\(root)/elsewhere.d", toPath: outside)
    defer { try? FileManager.default.removeItem(atPath: outside) }
    try link("another", to: "real")
    try link("outside", to: outside)
    try link("outside again", to: outside)
    try link("real/circle", to: root)
    let listing = InputList(recursive: true).list([root])
    #expect(listing.inputs.map(\.relativePath) == ["outside/b.png", "real/a.png"])
    #expect(listing.failures.isEmpty)
  }

  @Test func aLinkThatLeadsNowhereIsNamed() throws {
    defer { remove() }
    try link("gone.png", to: "nowhere.png")
    #expect(InputList().list([root]).failures.map(\.error.code) == ["missing"])
  }

  @Test func namesThatAreNotUTF8AreNamed() throws {
    defer { remove() }
    let path = Array("\(root)/caf".utf8) + [0xE9] + Array(".png".utf8) + [0]
    let descriptor = path.withUnsafeBytes {
      open($0.bindMemory(to: CChar.self).baseAddress!, O_CREAT | O_WRONLY, 0o644)
    }
    try #require(descriptor >= 0)
    close(descriptor)
    let listing = InputList().list([root])
    #expect(listing.inputs.isEmpty)
    #expect(listing.failures.map(\.error) == [.notUTF8(folder: root, name: "caf\\xe9.png")])
  }

  @Test func composedAndDecomposedNamesAreTwoFiles() throws {
    defer { remove() }
    try touch("\u{e9}.png", "e\u{301}.png")
    let inputs = InputList().list([root]).inputs
    #expect(inputs.count == 2)
    let plan = Plan(inputs: inputs, destination: .folder("/out"))
    #expect(plan.failures.isEmpty)
    #expect(Set(plan.jobs.map { Array($0.output.path.utf8) }).count == 2)
  }

  @Test(.enabled(if: getuid() != 0, "a superuser may list every folder"))
  func foldersThatCannotBeListedAreNamed() throws {
    defer { remove() }
    try touch("closed/a.png")
    chmod("\(root)/closed", 0)
    defer { chmod("\(root)/closed", 0o755) }
    #expect(InputList(recursive: true).list([root]).failures.map(\.error.code) == ["unreadable-folder"])
  }

  @Test func aBaseKeepsPaths() throws {
    defer { remove() }
    try touch("ch1/page.png", "ch2/page.png", "ch2/deep/other.png")
    let based = InputList(recursive: true, base: root)
    let listing = based.list(["\(root)/ch1/page.png", "\(root)/ch2"])
    #expect(listing.inputs.map(\.relativePath) == ["ch1/page.png", "ch2/deep/other.png", "ch2/page.png"])
    #expect(
      InputList(base: "\(root)/ch1").list(["\(root)/ch2/page.png"]).failures.map(\.error.code) == ["outside-base"])
    // Absolute paths of a list have no folder that they could keep.
    #expect(InputList().list(["\(root)/ch1/page.png"], keepsPaths: true).inputs.map(\.relativePath) == ["page.png"])
  }
}

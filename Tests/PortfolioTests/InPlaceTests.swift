import Files
import Foundation
import ImageCodec
import Metadata
import Portfolio
import Raster
import Testing

/// How files are replaced: what stays, and what stops it.
@Suite struct InPlaceTests {
  private let folder: String
  private let picture: [UInt8]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-place-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let grey = RasterImage(width: 40, height: 30, channels: 1, repeating: 0.5)
    picture = try ImageCodec.encodePNG(.eight(grey.interleavedLevels), width: 40, height: 30, layout: .grey)
    try Data(picture).write(to: URL(fileURLWithPath: path("a.png")))
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private func bytes(_ name: String) throws -> [UInt8] { try AtomicFile.read(path(name)) }

  /// Declares an opt-out, after something else happened.
  private struct Meddled: PictureTask {
    let task = MetadataTask(edit: MetadataEdit(optOut: .all))
    let meddle: @Sendable () throws -> Void
    let comparesOutputs = false

    func header(of picture: SourcePicture) throws -> Header? { nil }
    func memory(for picture: SourcePicture, _ header: Header?) -> Int { 0 }
    func check(_ picture: SourcePicture) throws { try task.check(picture) }
    func make(_ picture: SourcePicture, _ record: CopyRecord) throws -> (bytes: [UInt8], record: CopyRecord) {
      try meddle()
      return try task.make(picture, record)
    }
  }

  private func run(
    _ name: String = "a.png", to destination: Destination = .inPlace(backupSuffix: ".original"),
    _ options: BatchOptions = BatchOptions(threads: 1), meddle: @escaping @Sendable () throws -> Void = {}
  ) throws -> CopyRecord {
    let plan = Plan(inputs: [.file(path(name), relativePath: name)], destination: destination)
    return try #require(records(of: Runner(plan: plan, task: Meddled(meddle: meddle), options: options)).first)
  }

  @Test func modeTimesAndAttributesStay() throws {
    defer { remove() }
    chmod(path("a.png"), 0o600)
    let time = Date(timeIntervalSince1970: 1_000_000_000)
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path("a.png"))
    #expect(try run(to: .file(path("copy.png"))).status == .written)
    #expect(try run().status == .written)
    for name in ["a.png", "a.png.original", "copy.png"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      #expect(attributes[.modificationDate] as? Date == time, "\(name)")
    }
    var options = BatchOptions(threads: 1)
    options.preserves = false
    #expect(try run("a.png.original", to: .file(path("plain.png")), options).status == .written)
    let attributes = try FileManager.default.attributesOfItem(atPath: path("plain.png"))
    #expect(attributes[.modificationDate] as? Date != time)
  }

  @Test func aLinkStaysAndItsTargetIsEdited() throws {
    defer { remove() }
    try FileManager.default.createSymbolicLink(atPath: path("link.png"), withDestinationPath: "a.png")
    #expect(try run("link.png").status == .written)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link.png")) == "a.png")
    #expect(try bytes("a.png") != picture)
    #expect(try bytes("a.png.original") == picture)
  }

  @Test func hardLinksAreRefusedOrWrittenThrough() throws {
    defer { remove() }
    try FileManager.default.linkItem(atPath: path("a.png"), toPath: path("b.png"))
    #expect(try run().failure?.code == "hard-linked")
    #expect(try bytes("a.png") == picture)
    var options = BatchOptions(threads: 1)
    options.hardLinks = .write
    #expect(try run(to: .inPlace(backupSuffix: ".original"), options).status == .written)
    #expect(try bytes("a.png") != picture)
    #expect(try bytes("b.png") == bytes("a.png"))
    #expect(try bytes("a.png.original") == picture)
  }

  @Test func anEditMadeMeanwhileIsKept() throws {
    defer { remove() }
    let file = path("a.png")
    let record = try run { try Data("somebody else's".utf8).write(to: URL(fileURLWithPath: file)) }
    #expect(record.failure?.code == "changed-meanwhile")
    #expect(try bytes("a.png") == Array("somebody else's".utf8))
  }

  @Test func aRunThatWasCutOffIsResumed() throws {
    defer { remove() }
    try Data(picture).write(to: URL(fileURLWithPath: path("a.png.original")))
    #expect(try run().status == .written)
    #expect(try bytes("a.png.original") == picture)
    // A backup of something else is not written over.
    #expect(try run().failure?.code == "exists")
  }

  @Test func anOutputThatAppearsMeanwhileStays() throws {
    defer { remove() }
    let output = path("out.png")
    let record = try run(to: .file(output)) { try Data("somebody else's".utf8).write(to: URL(fileURLWithPath: output)) }
    #expect(record.failure?.code == "exists")
    #expect(try bytes("out.png") == Array("somebody else's".utf8))
  }

  @Test func aLinkThatLeadsNowhereIsNotReplaced() throws {
    defer { remove() }
    try FileManager.default.createSymbolicLink(atPath: path("out.png"), withDestinationPath: "nowhere.png")
    #expect(try run(to: .file(path("out.png"))).failure?.code == "exists")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("out.png")) == "nowhere.png")
  }
}

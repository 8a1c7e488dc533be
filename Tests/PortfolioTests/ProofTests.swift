import Files
import Foundation
import ImageCodec
import Metadata
import Portfolio
import Protection
import Provenance
import Surrogates
import Testing

/// Receipts and signatures of a batch. Needs ONNX Runtime; skipped by name without.
@Suite(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"), .serialized)
struct ProofTests {
  private let folder: URL
  private let key = SigningKey()
  private let recipe = Recipe(steps: 1, seed: 5, maximumGrowth: 100, metadata: MetadataEdit(optOut: .all))

  /// The smallest of the repository's own pictures.
  private static let picture = sample("pixels.png")

  private static func sample(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).appendingPathComponent("../../../samples/\(name)").standardizedFileURL.path
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-proof-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func run(
    _ place: ReceiptWriter.Place?, signer: FileSigner? = nil, recipe: Recipe? = nil, picture: String = picture
  ) throws -> CopyRecord {
    let plan = Plan(inputs: [InputFile(path: picture, relativePath: "a.png")], destination: .folder(folder.path))
    let recipe = recipe ?? self.recipe
    let books = ProtectTask.Books(
      signer: signer, receipts: place.map { ReceiptWriter(place: $0, key: key, version: "test") })
    let task = ProtectTask(recipe: recipe, books: books) { try ProtectPipeline.load(recipe: recipe, threads: 1) }
    return try #require(records(of: Runner(plan: plan, task: task, options: BatchOptions(threads: 1))).first)
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    try AtomicFile.read(folder.appendingPathComponent(name).path)
  }

  /// Protects again as a receipt says.
  private func rerun(_ receipt: Receipt, of picture: String = picture) throws -> ProtectedPicture {
    let original = try AtomicFile.read(picture)
    #expect(receipt.input.sha256 == Digest.sha256(original))
    return try ProtectPipeline.load(recipe: Recipe(of: receipt), threads: 1)
      .protect(original, sha256: receipt.input.sha256)
  }

  @Test func receiptsBesideSayAllAndCanBeRepeated() throws {
    defer { remove() }
    let comic = Self.sample("comic.png")
    let outcome = try run(.beside, picture: comic)
    #expect(outcome.status.isDone, "\(outcome.failure?.message ?? "")")
    let output = try bytes("a.png")
    let signed = try bytes("a.png" + Receipt.suffix)
    let checks = Receipt.checks(
      signed, outputHash: Digest.sha256(output), inputHash: Digest.sha256(try AtomicFile.read(comic)),
      trusted: key.verifyingKey)
    #expect(checks.count == 4 && checks.allSatisfy { $0.ok })

    let (receipt, _) = try Receipt.read(signed)
    #expect(receipt.recipeHash == recipe.hash)
    #expect(receipt.perceptualHash == outcome.output?.perceptualHash?.hex && receipt.perceptualHash?.count == 16)
    #expect(receipt.versions.onnxRuntime == (try Runtime.shared().version))
    #expect(receipt.versions.models.map(\.name).contains("sedge"))
    #expect(receipt.versions.models.allSatisfy { $0.sha256.count == 64 })
    #expect(receipt.distortion?["ssimulacra2"] != nil)
    guard case .array(let encoders)? = receipt.protection?["encoders"],
      case .array(let handlings)? = encoders.first?["handlings"]
    else { throw ReceiptError.format("no figures of drift") }
    #expect(handlings.allSatisfy { $0["drift"] != nil && $0["control"] != nil })

    #expect(try rerun(receipt, of: comic).file.bytes == output)
  }

  /// A picture of few colours is left as it is: its infinite PSNR is on record too.
  @Test func receiptOfAnUnchangedPicture() throws {
    defer { remove() }
    let outcome = try run(.beside, recipe: Recipe(steps: 1))
    #expect(outcome.status.isDone, "\(outcome.failure?.message ?? "")")
    let cost = try #require(outcome.figures?.distortion)
    #expect(cost.psnr == .infinity && cost.growth <= cost.maximumGrowth)
    #expect(outcome.warnings.contains { $0.code == .flat })
    let (receipt, _) = try Receipt.read(bytes("a.png" + Receipt.suffix))
    #expect(receipt.distortion?["psnr"] == .null)
  }

  /// A second run does nothing; without its receipt the same picture is made again, and a receipt with it.
  @Test(arguments: [true, false])
  func resumes(isBeside: Bool) throws {
    defer { remove() }
    let name = isBeside ? "a.png" + Receipt.suffix : "all.jsonl"
    let place = isBeside ? ReceiptWriter.Place.beside : .file(folder.appendingPathComponent(name).path)
    #expect(try run(nil).status.isDone)
    let first = try bytes("a.png")
    #expect(try run(nil).status == .skipped)
    #expect(try run(place).status.isDone)
    #expect(try bytes("a.png") == first)
    let receipt = try bytes(name)
    #expect(try run(place).status == .skipped)
    #expect(try bytes(name) == receipt)
    let file = try ReceiptFile(path: folder.appendingPathComponent(name).path)
    let found = try #require(file.receipt(ofOutput: Digest.sha256(first)))
    #expect(Receipt.checks(found, outputHash: Digest.sha256(first), trusted: key.verifyingKey).allSatisfy { $0.ok })
  }

  @Test(.enabled(if: (try? ContentCredentialsLibrary()) != nil, "needs libc2pa"))
  func signsLast() throws {
    defer { remove() }
    _ = try TestCertificate.create(in: folder.appendingPathComponent("ca").path, name: "Ada Example")
    let text = { (name: String) in String(decoding: try bytes("ca/" + name), as: UTF8.self) }
    let library = try ContentCredentialsLibrary()
    let signer = FileSigner(
      identity: try SigningIdentity(certificates: text("certificate.pem"), privateKey: text("certificate.key")),
      library: library, version: "test")
    #expect(try run(nil).status.isDone)
    let unsigned = try bytes("a.png")
    // What was made before without a signature is made again with one.
    let outcome = try run(.beside, signer: signer)
    #expect(outcome.status.isDone, "\(outcome.failure?.message ?? "")")
    let signed = try bytes("a.png")
    #expect(try ContentCredentials.withoutCredentials(signed) == unsigned)
    #expect(try ContentCredentials.read(signed, anchors: text("ca.pem"), library: library).state == .trusted)
    #expect(try run(.beside, signer: signer).status == .skipped)
    #expect(try bytes("a.png") == signed)

    let (receipt, _) = try Receipt.read(bytes("a.png" + Receipt.suffix))
    #expect(receipt.output.sha256 == Digest.sha256(signed))
    #expect(receipt.unsignedSHA256 == Digest.sha256(unsigned))
    #expect(try rerun(receipt).sha256 == receipt.unsignedSHA256)
    #expect(try receipt.output.imageCode == ISCCImageCode(ImageCodec.read(signed)).text)
  }

  @Test(.enabled(if: (try? ContentCredentialsLibrary()) != nil, "needs libc2pa"))
  func signsBesideTheFile() throws {
    defer { remove() }
    _ = try TestCertificate.create(in: folder.appendingPathComponent("ca").path, name: "Ada Example")
    let text = { (name: String) in String(decoding: try bytes("ca/" + name), as: UTF8.self) }
    let library = try ContentCredentialsLibrary()
    let signer = FileSigner(
      identity: try SigningIdentity(certificates: text("certificate.pem"), privateKey: text("certificate.key")),
      library: library, version: "test", manner: FileSigner.Manner(isBeside: true))
    #expect(try run(nil).status.isDone)
    let unsigned = try bytes("a.png")
    #expect(try run(.beside, signer: signer).status.isDone)
    #expect(try bytes("a.png") == unsigned)
    let manifest = try bytes("a.c2pa")
    let read = { (file: [UInt8]) in
      try ContentCredentials.read(file, sidecar: manifest, anchors: text("ca.pem"), library: library).state
    }
    #expect(try read(unsigned) == .trusted)
    var changed = unsigned
    changed[changed.count / 2] ^= 1
    #expect(try read(changed) == .invalid)
    // A manifest that was lost is made again, and one that may be of another picture stays.
    #expect(try run(.beside, signer: signer).status == .skipped)
    try FileManager.default.removeItem(at: folder.appendingPathComponent("a.c2pa"))
    #expect(try run(.beside, signer: signer).status.isDone)
    try Data("of another".utf8).write(to: folder.appendingPathComponent("a.c2pa"))
    try Data().write(to: folder.appendingPathComponent("a.jpg"))
    try FileManager.default.removeItem(at: folder.appendingPathComponent("a.png"))
    #expect(try run(.beside, signer: signer).failure?.code == "exists")
    #expect(try bytes("a.c2pa") == Array("of another".utf8))
  }
}

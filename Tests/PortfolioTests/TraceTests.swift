import Files
import Foundation
import Handling
import ImageCodec
import Ledger
import PerceptualMetrics
import Portfolio
import Protection
import Raster
import Surrogates
import Testing
import Watermark

/// From `protect` without a change (which needs no encoder) to the trace of a copy.
@Suite struct TraceTests {
  private let folder: URL
  private let key: MarkKey
  private let ledger: Ledger

  /// Pictures of the repository itself.
  private static func sample(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).appendingPathComponent("../../../samples/\(name)").standardizedFileURL.path
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    key = try MarkKey(bytes: Array(40..<72))
    ledger = try Ledger(path: folder.appendingPathComponent("ledger.sqlite").path)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func run(
    _ inputs: [String], recipients: [String], recipe: Recipe = Recipe(perturbs: false), ledger: Ledger?
  ) throws -> [CopyRecord] {
    let plan = try Plan(
      inputs: inputs.map { InputFile(path: $0, relativePath: ($0 as NSString).lastPathComponent) },
      destination: .folder(folder.path), recipients: recipients)
    let task = ProtectTask(recipe: recipe, issuer: MarkIssuer(key: key), books: .init(ledger: ledger)) {
      try ProtectPipeline.load(recipe: recipe, threads: 1)
    }
    return records(of: Runner(plan: plan, task: task, options: BatchOptions(threads: 2)))
  }

  private func png(_ picture: RasterImage) throws -> [UInt8] {
    try ImageCodec.encodePNG(
      .eight(picture.rgb.interleavedLevels), width: picture.width, height: picture.height, layout: .rgb)
  }

  @Test func everyCopyIsTracedToItsRecipient() throws {
    defer { remove() }
    let outcomes = try run([Self.sample("stilllife.png")], recipients: ["Ada", "Bob"], ledger: ledger)
    #expect(outcomes.allSatisfy { $0.status == .protected && $0.marks.invisible?.read == true }, "\(outcomes)")
    #expect(outcomes[0].marks.invisible?.mark.description != outcomes[1].marks.invisible?.mark.description)
    let tracer = Tracer(ledger: ledger, keys: [.published, key])
    for outcome in outcomes {
      let bytes = try AtomicFile.read(outcome.output?.target.path ?? "")
      let same = try tracer.trace(bytes)
      #expect(same.verdict == .identical && same.recipients == [outcome.order?.recipient])
      let decoded = try ImageCodec.read(bytes).workingCopy()
      for name in ["jpeg-75", "half", "crop-10"] {
        let handled = try #require(Handling.named(name))
        let trace = try tracer.trace(png(handled(decoded)))
        #expect(trace.verdict == .marked && trace.verdict.isTraced, "\(name)")
        #expect(trace.recipients == [outcome.order?.recipient], "\(name)")
        #expect(trace.mark == outcome.marks.invisible?.mark.description && trace.key == key.fingerprint)
        #expect((trace.falseAlarmExponent ?? 0) < -9)
        #expect(trace.entries.first?.input == Self.sample("stilllife.png"))
      }
    }
    // Without the key the copies only look like the work, which is not enough to name anybody.
    let half = try #require(Handling.named("half"))
    let first = try png(half(try ImageCodec.read(AtomicFile.read(outcomes[0].output?.target.path ?? "")).workingCopy()))
    let looks = try Tracer(ledger: ledger, keys: [.published]).trace(first)
    #expect(looks.verdict == .looksLike && !looks.verdict.isTraced && looks.mark == nil)
    #expect(Set(looks.recipients) == ["Ada", "Bob"])
    // Of a ledger that knows nothing the mark is read, but not listed.
    let empty = try Ledger(path: folder.appendingPathComponent("empty.sqlite").path)
    let unlisted = try Tracer(ledger: empty, keys: [key]).trace(first)
    #expect(
      unlisted.verdict == .unlisted && unlisted.mark == outcomes[0].marks.invisible?.mark.description
        && unlisted.entries.isEmpty)

    #expect(try tracer.trace(AtomicFile.read(Self.sample("stilllife.png"))).verdict == .original)
    let stranger = try tracer.trace(AtomicFile.read(Self.sample("city.jpg")))
    #expect(stranger.verdict == .unknown && stranger.entries.isEmpty && stranger.falseAlarmExponent == nil)
    #expect((stranger.distance ?? 0) > Tracer.likeness)
  }

  @Test func theSameAgainIsTheSameAndIsOnRecordOnce() throws {
    defer { remove() }
    let input = Self.sample("stilllife.png")
    let recipe = Recipe(maximumGrowth: 100, perturbs: false)
    let first = try #require(try run([input], recipients: ["Ada"], recipe: recipe, ledger: nil).first)
    #expect(first.status.isDone)
    let bytes = try AtomicFile.read(first.output?.target.path ?? "")
    #expect(try run([input], recipients: ["Ada"], recipe: recipe, ledger: nil).first?.status == .skipped)
    // What is not on record yet is made again, the same, and recorded.
    #expect(try run([input], recipients: ["Ada"], recipe: recipe, ledger: ledger).first?.status.isDone == true)
    #expect(try AtomicFile.read(first.output?.target.path ?? "") == bytes)
    #expect(try run([input], recipients: ["Ada"], recipe: recipe, ledger: ledger).first?.status == .skipped)
    #expect(try ledger.entries().count == 1)
    let entry = try #require(try ledger.entries().first)
    #expect(
      entry.outputHash == Digest.sha256(bytes) && entry.recipient == "Ada"
        && entry.mark == first.marks.invisible?.mark.description
    )

    // What was recorded beside the output is what verify asks for.
    let promise = try #require(OutputLogs().entry(of: first.output?.target.path ?? "", sha256: Digest.sha256(bytes)))
    #expect(promise.recipe == first.order?.recipeHash && promise.mark != nil)
    #expect(MarkCheck.check(bytes, recorded: promise.mark, id: nil, keys: [key]).ok == true)
    #expect(MarkCheck.check(bytes, recorded: promise.mark, id: nil, keys: [.published]).ok == false)
    #expect(MarkCheck.check(bytes, recorded: promise.mark, id: Mark(id: 1), keys: [key]).ok == false)
    #expect(MarkCheck.check(bytes, recorded: nil, id: nil, keys: [.published]).ok == false)
    let other = try run([input], recipients: ["Bob"], recipe: recipe, ledger: nil).first
    let bobs = try AtomicFile.read(other?.output?.target.path ?? "")
    #expect(MarkCheck.check(bobs, recorded: promise.mark, id: nil, keys: [key]).ok == false)
  }

  @Test func smallPicturesGoWithout() throws {
    defer { remove() }
    let picture = try ImageCodec.read(AtomicFile.read(Self.sample("pixels.png"))).workingCopy().shrunk(toLongSide: 255)
    let path = folder.appendingPathComponent("small.png").path
    try AtomicFile.write(png(picture), to: path)
    let outcome = try #require(try run([path], recipients: ["Ada"], ledger: ledger).first)
    #expect(outcome.status.isDone && outcome.marks.invisible == nil)
    #expect(outcome.warnings.contains { $0.code == .markNone && $0.message.contains("256") })
    #expect(try ledger.entries().first?.mark == nil)
  }

  /// With a change below it, the mark is read, and the sum of both stays under the cap.
  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"))
  func markAndChangeShareTheBudget() throws {
    defer { remove() }
    let input = Self.sample("stilllife.png")
    let bytes = try AtomicFile.read(input)
    let recipe = Recipe(epsilon: 5, steps: 1, maximumGrowth: 100)
    let pipeline = try ProtectPipeline.load(recipe: recipe, threads: 2)
    let hash = Digest.sha256(bytes)
    let marking = MarkAssignment(key: key, recipient: "Ada")
    let product = try pipeline.protect(bytes, sha256: hash, mark: marking)
    #expect(product.mark?.read == true)
    #expect(product.distortion.linf <= 5 && product.distortion.linf >= 4)
    #expect(product.distortion.ssimulacra2 >= 75)
    let original = try ImageCodec.read(bytes)
    #expect(original.peakDifference(to: try ImageCodec.read(product.file.bytes)) <= 5)
    // Another pipeline finds the change anew.
    let again = try ProtectPipeline.load(recipe: recipe, threads: 1).protect(bytes, sha256: hash, mark: marking)
    #expect(again.file.bytes == product.file.bytes)
    let bobs = try pipeline.protect(bytes, sha256: hash, mark: MarkAssignment(key: key, recipient: "Bob"))
    #expect(bobs.mark?.mark.description != product.mark?.mark.description && bobs.file.bytes != product.file.bytes)
    let plain = try pipeline.protect(bytes, sha256: hash)
    #expect(plain.mark == nil)
    let found = try Watermark.detect(in: try ImageCodec.read(plain.file.bytes).workingCopy(), key: key)
    #expect(found.answer == .none)
  }
}

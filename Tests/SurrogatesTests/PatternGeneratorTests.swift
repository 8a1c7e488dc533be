import Foundation
import Raster
import Surrogates
import Testing

@Suite(.needsRuntime)
struct PatternGeneratorTests {
  private func planes(width: Int, height: Int) -> (pattern: Plane, luma: Plane) {
    var generator = SeededGenerator(seed: 4)
    let pattern = generator.normalPlane(width: width, height: height)
    return (pattern, generator.normalPlane(width: width, height: height).map { 0.5 + 0.1 * $0 })
  }

  /// Golden values: written by `Research/models/vectors.py`, with PyTorch.
  @Test func matchesReference() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let fixture = try SafeTensors(path: folder.appending(path: "thatch_reference_64px.safetensors").path)
    func plane(_ name: String) throws -> Plane { RasterImage(try fixture.tensor(name)).planes[0] }
    let bent = try PatternGenerator.builtin(runtime: Runtime.shared())(plane("pattern"), for: plane("luma"))
    let expected = try plane("bent")
    let error = zip(bent.samples, expected.samples).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    #expect((error / expected.sumOfSquares).squareRoot() < 1e-3)
  }

  /// Whoever judges must know: the encoders that changes are tuned on, and no judge of Lacquer's own, are among its teachers.
  @Test func namesItsTeachers() throws {
    let teachers = try PatternGenerator.builtinTeachers()
    #expect(teachers == (try PatternGenerator.builtin(runtime: Runtime.shared())).teachers)
    #expect(try Catalogue.resolve(Catalogue.builtin).allSatisfy { teachers.contains($0.name) })
    #expect(try Catalogue.resolve(Catalogue.judge).allSatisfy { !teachers.contains($0.name) })
  }

  /// The sides need not fit the network's cells, and what is added at the border stays near it.
  @Test func takesAnySize() throws {
    let generator = try PatternGenerator.builtin(runtime: Runtime.shared())
    let (pattern, luma) = planes(width: 131, height: 97)
    let bent = try generator(pattern, for: luma)
    #expect((bent.width, bent.height) == (131, 97))
    #expect(bent != pattern)
    let cut = SeparableMap(columns: .crop(131, to: 0..<130), rows: .crop(97, to: 0..<96))
    let smaller = try generator(cut(pattern), for: cut(luma))
    let (x, y) = (40, 30)
    #expect(abs(smaller[x, y] - bent[x, y]) < 1e-4)
  }

  @Test func doesNotDependOnThreads() throws {
    let (pattern, luma) = planes(width: 64, height: 48)
    let one = try PatternGenerator.builtin(runtime: Runtime.shared(), threads: 1)(pattern, for: luma)
    let two = try PatternGenerator.builtin(runtime: Runtime.shared(), threads: 2)(pattern, for: luma)
    #expect(one == two)
  }

  @Test func refusesANetworkThatAnswersAnotherSize() throws {
    var numbers = SplitMix64(state: 3)
    let data = try SafeTensorsWriter.data(
      ["a.weight": numbers.tensor([3, 2, 3, 3])],
      metadata: SequentialNetworkTests.metadata(
        layers: #"[{"op":"conv","name":"a","padding":1}]"#, taps: "[0]"))
    try SafeTensorsWriter.withFile(data, named: "wrong.safetensors") { path in
      let generator = try PatternGenerator(path: path, runtime: Runtime.shared())
      let (pattern, luma) = planes(width: 32, height: 32)
      #expect {
        try generator(pattern, for: luma)
      } throws: { "\($0)".contains("[1, 3, 32, 32]") }
    }
  }
}

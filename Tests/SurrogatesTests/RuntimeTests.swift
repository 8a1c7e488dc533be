import Foundation
import Surrogates
import Testing

struct RuntimeTests {
  @Test func missingLibraryIsExplained() throws {
    #expect {
      try Runtime.open(candidates: ["/nowhere/libonnxruntime.so"]).get()
    } throws: { error in
      let text = "\(error)"
      return text.contains("/nowhere/libonnxruntime.so") && text.contains("scripts/setup") && !text.contains("\n")
    }
    #expect {
      try Runtime.open(candidates: []).get()
    } throws: { "\($0)".contains("is not installed") }
  }

  @Test func libraryOfAnotherKindIsRefused() throws {
    // Any shared library that the test process has open itself.
    let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    let library = maps?.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
      .first { $0.contains("libm.so") || $0.contains("libm-") }
    guard let library else { return }
    #expect {
      try Runtime.open(candidates: [library]).get()
    } throws: { "\($0)".contains("OrtGetApiBase") }
  }

  @Test(.needsRuntime) func versionIsNamed() throws {
    let runtime = try Runtime.shared()
    #expect(runtime.version.hasPrefix("1."))
    #expect(try Runtime.shared() === runtime)
  }

  @Test(.needsRuntime) func aLastRunAnswersTheSame() throws {
    var graph = Graph()
    let x = graph.addInput("x", shape: [2, 3])
    graph.outputs = [graph.unary("Neg", x)]
    let compiled = try CompiledGraph(graph, name: "negative", runtime: try Runtime.shared(), options: .init())
    let input = Tensor(shape: [2, 3], elements: [1, -2, 3, 0.5, 5, -6])
    let last = try compiled.runLast([input], shape: [2, 3])
    #expect(last.elements == [-1, 2, -3, -0.5, -5, 6])
    #expect(try compiled.run([input]) { $0[0].copy.elements } == last.elements)
    #expect(throws: SurrogateError.self) { try compiled.runLast([input], shape: [3, 2, 7]) }
  }

  @Test(.needsRuntime) func refusedGraphsAreExplained() throws {
    var graph = Graph()
    let x = graph.addInput("x", shape: [1])
    graph.outputs = [graph.unary("NoSuchOperator", x)]
    #expect {
      try CompiledGraph(graph, name: "broken", runtime: try Runtime.shared(), options: .init())
    } throws: { error in
      "\(error)".contains("broken") && "\(error)".contains("NoSuchOperator")
    }
  }
}

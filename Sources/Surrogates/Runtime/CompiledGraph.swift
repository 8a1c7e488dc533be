import CDynamic
import Foundation

/// A graph inside ONNX Runtime, optimised and ready to run; any number of threads may run it at once.
package final class CompiledGraph: Sendable {
  package let name: String
  private let runtime: Runtime
  private let session: Handle
  private let inputs: [Graph.Input]
  private let outputs: [String]

  private struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  /// How a graph is run.
  package struct Options: Sendable {
    /// Threads inside one operator; results do not depend on them.
    package var threads = 1
    /// Whether to fuse and lay out the graph for speed: worth it for a graph that runs more than once.
    package var optimised = true
    /// Whether idle workers wait busily for the next run: quicker where runs follow each other at once, else a core's time for nothing.
    package var runsInLoop = false

    package init(threads: Int = 1, optimised: Bool = true, runsInLoop: Bool = false) {
      self.threads = threads
      self.optimised = optimised
      self.runsInLoop = runsInLoop
    }
  }

  /// - Parameter name: the model's name, for messages.
  package init(
    _ graph: Graph, name: String, runtime: Runtime, options: Options
  ) throws(SurrogateError) {
    let model = try ModelWriter.bytes(of: graph, name: name)
    var session: OpaquePointer?
    let settings = lacquer_ort_options(
      threads: Int32(clamping: options.threads), spin: options.runsInLoop && options.threads > 1,
      optimise: options.optimised)
    let message = model.withUnsafeBytes { bytes in
      takeMessage(
        lacquer_ort_session_create(runtime.handle.pointer, bytes.baseAddress, bytes.count, settings, &session))
    }
    guard let session else {
      throw .runtimeFailure(model: name, message: message ?? "no session")
    }
    self.name = name
    self.runtime = runtime
    self.session = Handle(pointer: session)
    inputs = graph.inputs
    outputs = graph.outputs
  }

  deinit {
    lacquer_ort_session_release(runtime.handle.pointer, session.pointer)
  }

  /// Runs the graph and hands over its outputs, in the order of `Graph.outputs`.
  ///
  /// - Parameters:
  ///   - tensors: one a graph input, in order, of the shapes that the graph was built for.
  ///   - body: reads the outputs, which live until it returns.
  package func run<Result>(_ tensors: [Tensor], _ body: ([Output]) -> Result) throws(SurrogateError) -> Result {
    var results = outputs.map { _ in lacquer_ort_tensor() }
    try run(tensors, into: &results, givesBackMemory: false)
    defer {
      for index in results.indices { lacquer_ort_tensor_release(runtime.handle.pointer, &results[index]) }
    }
    return body(results.map(Output.init))
  }

  /// Runs a graph of one output for the last time in a while: the output is written into memory of its own, so that ONNX Runtime
  /// gives back all that it keeps for later runs.
  ///
  /// - Parameters:
  ///   - tensors: as for ``run(_:_:)``.
  ///   - shape: of the output.
  package func runLast(_ tensors: [Tensor], shape: [Int]) throws(SurrogateError) -> Tensor {
    var output = Tensor(shape: shape)
    let outcome: Result<Void, SurrogateError> = output.elements.withUnsafeMutableBytes { bytes in
      var results = [view(of: bytes, shape: shape)]
      return Result { () throws(SurrogateError) in try run(tensors, into: &results, givesBackMemory: true) }
    }
    try outcome.get()
    return output
  }

  private func run(
    _ tensors: [Tensor], into results: inout [lacquer_ort_tensor], givesBackMemory: Bool
  ) throws(SurrogateError) {
    guard tensors.count == inputs.count else {
      throw .invalidArgument("model \(name) takes \(inputs.count) tensors, not \(tensors.count)")
    }
    for (tensor, input) in zip(tensors, inputs) where tensor.shape != input.shape {
      throw .invalidArgument("model \(name): tensor \(input.name) must have shape \(input.shape), not \(tensor.shape)")
    }
    let message = withViews(of: tensors[...], []) { views in
      withCStrings(inputs.map(\.name)) { inputNames in
        withCStrings(outputs) { outputNames in
          takeMessage(
            lacquer_ort_run(
              runtime.handle.pointer, session.pointer, inputNames, views, views.count, outputNames, &results,
              results.count, givesBackMemory))
        }
      }
    }
    if let message { throw .runtimeFailure(model: name, message: message) }
  }

  /// One output, readable while the call that made it lasts.
  package struct Output {
    private let tensor: lacquer_ort_tensor

    fileprivate init(_ tensor: lacquer_ort_tensor) {
      self.tensor = tensor
    }

    package var shape: [Int] {
      withUnsafeBytes(of: tensor.shape) { bytes in
        bytes.bindMemory(to: Int64.self).prefix(tensor.rank).map { Int($0) }
      }
    }

    /// The samples of a float output.
    package var floats: UnsafeBufferPointer<Float> {
      precondition(tensor.type == Int32(LACQUER_ORT_FLOAT), "a float output")
      return UnsafeBufferPointer(
        start: tensor.data?.assumingMemoryBound(to: Float.self), count: tensor.bytes / MemoryLayout<Float>.stride)
    }

    /// A copy as a tensor of floats.
    package var copy: Tensor {
      Tensor(shape: shape, elements: ContiguousArray(floats))
    }

    /// A copy of whatever type it has.
    package var constant: Constant {
      let bytes = UnsafeRawBufferPointer(start: tensor.data, count: tensor.data == nil ? 0 : tensor.bytes)
      switch Int(tensor.type) {
      case LACQUER_ORT_INT64:
        return Constant(shape: shape, values: .integers(Array(bytes.bindMemory(to: Int64.self))))
      case LACQUER_ORT_INT32:
        return Constant(shape: shape, values: .smallIntegers(Array(bytes.bindMemory(to: Int32.self))))
      case LACQUER_ORT_BOOL:
        return Constant(shape: shape, values: .booleans(bytes.map { $0 != 0 }))
      default:
        return Constant(shape: shape, values: .floats(ContiguousArray(floats)))
      }
    }
  }
}

/// Pins the elements of every tensor, one after the other, and calls `body` with all of them.
private func withViews<Result>(
  of tensors: ArraySlice<Tensor>, _ views: [lacquer_ort_tensor], _ body: ([lacquer_ort_tensor]) -> Result
) -> Result {
  guard let tensor = tensors.first else { return body(views) }
  return tensor.elements.withUnsafeBytes { bytes in
    // ONNX Runtime does not write to its inputs.
    let view = view(of: UnsafeMutableRawBufferPointer(mutating: bytes), shape: tensor.shape)
    return withViews(of: tensors.dropFirst(), views + [view], body)
  }
}

/// Floats in memory, as ONNX Runtime is told of them.
private func view(of bytes: UnsafeMutableRawBufferPointer, shape: [Int]) -> lacquer_ort_tensor {
  var view = lacquer_ort_tensor()
  view.type = Int32(LACQUER_ORT_FLOAT)
  view.rank = shape.count
  withUnsafeMutableBytes(of: &view.shape) { memory in
    let axes = memory.bindMemory(to: Int64.self)
    for (axis, length) in shape.enumerated() { axes[axis] = Int64(length) }
  }
  view.data = bytes.baseAddress
  view.bytes = bytes.count
  return view
}

/// Calls `body` with a C array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  let copies = strings.map { strdup($0) }
  defer {
    for copy in copies { free(copy) }
  }
  let pointers = copies.map { UnsafePointer($0) }
  return pointers.withUnsafeBufferPointer { buffer in
    // An empty array has no base; the count that goes with it is 0.
    body(buffer.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<Int>.alignment)!)
  }
}

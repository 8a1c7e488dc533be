/// The derivative of a convolution of stride 2 as four convolutions of stride 1, one for each parity of row and column,
/// whose results are interleaved.
///
/// Each reads only the taps that meet its pixels, so no multiplication is wasted, and convolutions of stride 1 are what
/// ONNX Runtime does best: at 32 channels and a 4×4 kernel this takes less time than `ConvTranspose`.
struct ConvolutionPhases {
  private let geometry: ConvolutionGeometry
  private let rows: [Phase]
  private let columns: [Phase]

  private static let stride = 2
  /// Below, the blocks of 16 channels that ONNX Runtime convolves in are mostly empty.
  private static let fewestChannels = 16

  /// Pixels of one parity along one axis: which taps of the kernel meet them, first to last, and how much padding the
  /// gradient needs.
  private struct Phase {
    let taps: [Int]
    let before: Int
    let after: Int

    init?(_ remainder: Int, axis: Int, of geometry: ConvolutionGeometry, outputs: Int) {
      // Pixel 2m + remainder meets tap u at output m + (remainder + pad - u) / 2, where that is whole.
      let reach = remainder + geometry.pads[axis]
      taps = (0..<geometry.kernel[axis]).reversed().filter { (reach - $0) % stride == 0 }
      guard let first = taps.first, let last = taps.last else { return nil }
      before = (first - reach) / stride
      after = geometry.input[axis + 2] / stride + (reach - last) / stride - outputs
      guard before >= 0, after >= 0 else { return nil }
    }
  }

  /// - Parameter gradient: the shape of the convolution's output.
  /// - Returns: nil where the convolution is not one that gains.
  init?(_ geometry: ConvolutionGeometry, gradient: [Int]) {
    guard geometry.strides == [Self.stride, Self.stride], geometry.dilations == [1, 1], geometry.groups == 1,
      geometry.input[1] >= Self.fewestChannels, geometry.input[2...].allSatisfy({ $0 % Self.stride == 0 })
    else { return nil }
    self.geometry = geometry
    rows = (0..<Self.stride).compactMap { Phase($0, axis: 0, of: geometry, outputs: gradient[2]) }
    columns = (0..<Self.stride).compactMap { Phase($0, axis: 1, of: geometry, outputs: gradient[3]) }
    guard rows.count == Self.stride, columns.count == Self.stride else { return nil }
  }

  /// - Parameters:
  ///   - weights: of shape `[outputs, channels, height, width]`.
  func append(
    _ gradient: String, weights: ContiguousArray<Float>, outputs: Int, to graph: inout Graph
  ) -> String {
    let stride = Self.stride
    let input = geometry.input
    var phases: [String] = []
    for row in rows {
      for column in columns {
        let kernel = graph.add(taps(row, column, of: weights, outputs: outputs), hint: "phase")
        phases.append(
          graph.convolve(
            gradient, weights: kernel, pads: [row.before, column.before, row.after, column.after]))
      }
    }
    let packed = graph.emit(
      "Concat", phases, ["axis": .integer(1)],
      shape: [input[0], input[1] * stride * stride, input[2] / stride, input[3] / stride])
    return graph.emit(
      "DepthToSpace", [packed], ["blocksize": .integer(stride), "mode": .text("DCR")], shape: input)
  }

  /// The part of the kernel that one parity sees, transposed.
  private func taps(_ row: Phase, _ column: Phase, of weights: ContiguousArray<Float>, outputs: Int) -> Constant {
    let channels = geometry.input[1]
    let (height, width) = (geometry.kernel[0], geometry.kernel[1])
    var part = ContiguousArray<Float>()
    part.reserveCapacity(channels * outputs * row.taps.count * column.taps.count)
    for channel in 0..<channels {
      for output in 0..<outputs {
        let start = (output * channels + channel) * height * width
        for y in row.taps {
          for x in column.taps { part.append(weights[start + y * width + x]) }
        }
      }
    }
    return Constant(shape: [channels, outputs, row.taps.count, column.taps.count], values: .floats(part))
  }
}

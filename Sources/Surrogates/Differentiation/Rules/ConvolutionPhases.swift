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
      geometry.input[1] >= Graph.block || (geometry.input[1] == 1 && gradient[1] % Graph.block == 0),
      geometry.input[2...].allSatisfy({ $0 % Self.stride == 0 })
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
        let kernel = taps(row, column, of: weights, outputs: outputs)
        let pads = [row.before, column.before, row.after, column.after]
        phases.append(
          input[1] == 1
            ? graph.convolveToOne(gradient, weights: kernel, pads: pads)
            : graph.convolve(gradient, weights: graph.add(kernel, hint: "phase"), pads: pads))
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

extension Graph {
  /// A convolution of many channels to one: every channel by itself, then their sum. In blocks of channels for the output, as of
  /// other convolutions, most would be padding.
  ///
  /// - Parameter weights: `[1, channels, height, width]`.
  fileprivate mutating func convolveToOne(_ x: String, weights: Constant, pads: [Int]) -> String {
    let channels = shape(x)[1]
    let own = Constant(shape: [channels, 1] + weights.shape[2...], values: weights.values)
    let apart = convolve(x, weights: add(own, hint: "phase"), pads: pads, groups: channels)
    let ones = Constant(shape: [1, channels, 1, 1], floats: repeatElement(1, count: channels))
    return convolve(apart, weights: add(ones, hint: "ones"))
  }
}

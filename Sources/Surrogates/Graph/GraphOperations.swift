/// The operators of which networks and their derivatives consist, each with the shape of its result.
///
/// Shapes that do not fit are a mistake of the caller and come back as an error of ONNX Runtime.
extension Graph {
  // MARK: Element by element

  /// An operator that keeps the shape, as `Relu`.
  package mutating func unary(_ operation: String, _ x: String, _ attributes: [String: Attribute] = [:]) -> String {
    emit(operation, [x], attributes, shape: shape(x))
  }

  /// Every element brought into a range.
  package mutating func clip(_ x: String, _ range: ClosedRange<Float>) -> String {
    let bounds = [range.lowerBound, range.upperBound].map { add(Constant(shape: [], floats: [$0]), hint: "bound") }
    return emit("Clip", [x] + bounds, shape: shape(x))
  }

  /// An operator on two tensors that broadcasts, as `Add`.
  package mutating func binary(_ operation: String, _ a: String, _ b: String) -> String {
    emit(operation, [a, b], shape: Self.broadcast(shape(a), shape(b)))
  }

  package mutating func add(_ a: String, _ b: String) -> String { binary("Add", a, b) }
  package mutating func subtract(_ a: String, _ b: String) -> String { binary("Sub", a, b) }
  package mutating func multiply(_ a: String, _ b: String) -> String { binary("Mul", a, b) }
  package mutating func divide(_ a: String, _ b: String) -> String { binary("Div", a, b) }

  package mutating func scalar(_ value: Float) -> String { add(Constant(scalar: value), hint: "scalar") }
  package mutating func multiply(_ a: String, by value: Float) -> String { multiply(a, scalar(value)) }
  package mutating func add(_ a: String, constant value: Float) -> String { add(a, scalar(value)) }

  /// `condition ? a : b`, element by element.
  package mutating func select(_ condition: String, _ a: String, _ b: String) -> String {
    let shape = Self.broadcast(Self.broadcast(shape(condition), shape(a)), shape(b))
    return emit("Where", [condition, a, b], shape: shape)
  }

  /// `scale · x + shift`, one number a channel or one for all, on `[1, channels, height, width]`.
  package mutating func scaled(_ x: String, by scale: some Collection<Float>, shift: some Collection<Float>) -> String {
    let factors = add(Constant(shape: [1, scale.count, 1, 1], floats: scale), hint: "scale")
    let terms = add(Constant(shape: [1, shift.count, 1, 1], floats: shift), hint: "shift")
    return add(multiply(x, factors), terms)
  }

  /// `scale · x + shift`.
  ///
  /// Of `[1, channels, height, width]` a convolution of every channel by itself: unlike a product with a number it stays in the
  /// blocked layout of ONNX Runtime's convolutions.
  package mutating func rescaled(_ x: String, by scale: Float, shift: Float = 0) -> String {
    guard shape(x).count == 4, shape(x)[1] % Self.block == 0 else {
      let product = multiply(x, by: scale)
      return shift == 0 ? product : add(product, constant: shift)
    }
    let channels = shape(x)[1]
    let weights = Constant(shape: [channels, 1, 1, 1], floats: repeatElement(scale, count: channels))
    let bias = shift == 0 ? nil : Constant(shape: [channels], floats: repeatElement(shift, count: channels))
    return convolve(
      x, weights: add(weights, hint: "scale"), bias: bias.map { add($0, hint: "shift") }, groups: channels)
  }

  // MARK: Shape

  package mutating func reshape(_ x: String, to target: [Int]) -> String {
    guard shape(x) != target else { return x }
    return emit("Reshape", [x, add(Constant(integers: target), hint: "shape")], shape: target)
  }

  package mutating func transpose(_ x: String, _ permutation: [Int]) -> String {
    guard permutation != Array(permutation.indices) else { return x }
    let source = shape(x)
    return emit("Transpose", [x], ["perm": .integers(permutation)], shape: permutation.map { source[$0] })
  }

  // MARK: Reductions

  /// `ReduceSum`, `ReduceMean`, `ReduceSumSquare`… over the given axes.
  package mutating func reduce(_ operation: String, _ x: String, axes: [Int], keepingAxes: Bool = true) -> String {
    var result: [Int] = []
    for (axis, length) in shape(x).enumerated() {
      if !axes.contains(axis) { result.append(length) } else if keepingAxes { result.append(1) }
    }
    let list = add(Constant(integers: axes), hint: "axes")
    return emit(operation, [x, list], ["keepdims": .integer(keepingAxes ? 1 : 0)], shape: result)
  }

  /// The sum over the axes along which `target` was broadcast to the shape of `x`: the derivative of broadcasting.
  package mutating func unbroadcast(_ x: String, to target: [Int]) -> String {
    let source = shape(x)
    guard source != target else { return x }
    let extra = source.count - target.count
    let axes = source.indices.filter { axis in
      axis < extra || (target[axis - extra] == 1 && source[axis] != 1)
    }
    let sum = axes.isEmpty ? x : reduce("ReduceSum", x, axes: axes)
    return reshape(sum, to: target)
  }

  /// The shape that two broadcast to (ONNX, "Multidirectional Broadcasting").
  static func broadcast(_ a: [Int], _ b: [Int]) -> [Int] {
    let count = max(a.count, b.count)
    let padded = [a, b].map { Array(repeating: 1, count: count - $0.count) + $0 }
    return zip(padded[0], padded[1]).map { $0 == 1 ? $1 : $0 }
  }

  // MARK: Convolution

  /// How many channels ONNX Runtime convolves at a time, the side of its blocked layout.
  package static let block = 16

  /// A two-dimensional convolution of `[1, channels, height, width]`.
  package mutating func convolve(
    _ x: String, weights: String, bias: String? = nil, strides: [Int] = [1, 1], pads: [Int] = [0, 0, 0, 0],
    dilations: [Int] = [1, 1], groups: Int = 1
  ) -> String {
    let source = shape(x)
    let kernel = shape(weights)
    // Of so few channels most of a block would be padding.
    if bias == nil, Array(kernel[2...]) == [1, 1], strides == [1, 1], pads == [0, 0, 0, 0], groups == 1,
      max(kernel[0], kernel[1]) < Self.block
    {
      let pixels = reshape(x, to: [source[1], source[2] * source[3]])
      return reshape(product(reshape(weights, to: Array(kernel[..<2])), pixels), to: [1, kernel[0]] + source[2...])
    }
    let sides = (0..<2).map { (axis: Int) -> Int in
      let padded = source[axis + 2] + pads[axis] + pads[axis + 2]
      let reach = dilations[axis] * (kernel[axis + 2] - 1) + 1
      return (padded - reach) / strides[axis] + 1
    }
    return emit(
      "Conv", [x, weights] + (bias.map { [$0] } ?? []),
      [
        "kernel_shape": .integers(Array(kernel[2...])), "strides": .integers(strides), "pads": .integers(pads),
        "dilations": .integers(dilations), "group": .integer(groups),
      ],
      shape: [source[0], kernel[0]] + sides)
  }

  /// `MaxPool` or `AveragePool` without padding.
  package mutating func pool(_ operation: String, _ x: String, kernel: Int, stride: Int) -> String {
    let source = shape(x)
    return emit(
      operation, [x], ["kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride])],
      shape: [source[0], source[1]] + source[2...].map { ($0 - kernel) / stride + 1 })
  }

  /// A picture at another size: every new pixel is the mean, weighted by a triangle, of those that it covers.
  package mutating func resizePicture(_ x: String, width: Int, height: Int) -> String {
    let source = shape(x)
    let target = [source[0], source[1], height, width]
    guard source != target else { return x }
    return emit(
      "Resize", [x, "", "", add(Constant(integers: target), hint: "sizes")],
      ["mode": .text("linear"), "antialias": .integer(1)], shape: target)
  }

  /// Every `factor²` channels as the pixels of cells, row after row.
  package mutating func interleave(_ x: String, factor: Int) -> String {
    let source = shape(x)
    return emit(
      "DepthToSpace", [x], ["blocksize": .integer(factor), "mode": .text("CRD")],
      shape: [source[0], source[1] / (factor * factor), source[2] * factor, source[3] * factor])
  }

  /// Every pixel repeated `factor` times in both directions.
  package mutating func enlarge(_ x: String, factor: Int) -> String {
    let source = shape(x)
    let scales = add(Constant(shape: [4], floats: [1, 1, Float(factor), Float(factor)]), hint: "scales")
    return emit(
      "Resize", [x, "", scales],
      [
        "mode": .text("nearest"), "coordinate_transformation_mode": .text("asymmetric"),
        "nearest_mode": .text("floor"),
      ],
      shape: [source[0], source[1], source[2] * factor, source[3] * factor])
  }
}

// Runs one step of an encoder, for comparison with another implementation (Research/models/check-gradients).
//
//   GradientProbe MODEL RANGE IMAGE OUTPUT
//
// IMAGE holds 3 × height × width floats after two 32-bit numbers, width and height; OUTPUT gets the squared distance of
// every tap from zero as 64-bit floats after their number, then the gradient of half their sum, 3 × height × width floats.

import Foundation
import Raster
import Surrogates

func run(_ arguments: [String]) throws {
  guard arguments.count == 5, let range = InputRange(rawValue: arguments[2]) else {
    throw SurrogateError.invalidArgument("usage: GradientProbe MODEL RANGE IMAGE OUTPUT")
  }
  var options = Encoder.Options()
  options.inputRange = range
  let encoder = try Encoder.load(path: arguments[1], options: options)
  let data = try Data(contentsOf: URL(fileURLWithPath: arguments[3]))
  let (width, height) = data.withUnsafeBytes {
    (Int($0.loadUnaligned(as: UInt32.self)), Int($0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
  }
  guard data.count == 8 + 12 * width * height else {
    throw SurrogateError.invalidArgument("\(arguments[3]) does not hold a picture of \(width)×\(height)")
  }
  let samples = data.withUnsafeBytes { bytes in
    (0..<3 * width * height).map { bytes.loadUnaligned(fromByteOffset: 8 + 4 * $0, as: Float.self) }
  }
  let image = RasterImage(
    planes: (0..<3).map { channel in
      Plane(
        width: width, height: height,
        samples: ContiguousArray(samples[channel * width * height..<(channel + 1) * width * height]))
    })
  let session = Session(encoder: encoder, runtime: try Runtime.shared(), threads: 2)
  let references = try session.features(of: image).map { Tensor(shape: $0.shape) }
  let step = try session.step(at: image, references: references, weights: references.map { _ in 1 })
  var output = withUnsafeBytes(of: UInt64(step.squaredDistances.count)) { Data($0) }
  step.squaredDistances.withUnsafeBytes { output.append(contentsOf: $0) }
  for plane in step.gradient.planes { plane.samples.withUnsafeBytes { output.append(contentsOf: $0) } }
  try output.write(to: URL(fileURLWithPath: arguments[4]))
}

do {
  try run(CommandLine.arguments)
} catch {
  FileHandle.standardError.write(Data("GradientProbe: \(error)\n".utf8))
  exit(1)
}

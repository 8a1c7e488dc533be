import Raster

extension Encoder {
  /// Differentiates the network at a small size, to find out whether it can be, and looks at a picture with it.
  ///
  /// - Throws: `SurrogateError`, also when it answers with NaN or infinity.
  func rehearse() throws(SurrogateError) {
    let side = fixedSize == nil ? granularity * max(1, 128 / granularity) : 64
    _ = try StepGraph.step(of: self, width: side, height: side)
    // Weights can be added, though not used, on a machine that has no runtime.
    guard let runtime = try? Runtime.shared() else { return }
    let ramp = Plane(
      width: side, height: side, samples: ContiguousArray((0..<side * side).map { Float($0 % side) / Float(side) }))
    _ = try Session(encoder: self, runtime: runtime).features(of: RasterImage(planes: [ramp, ramp, ramp]))
  }
}

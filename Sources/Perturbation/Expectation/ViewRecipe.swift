import Foundation
import Raster

/// Expectation over transformations (EoT; Athalye et al., ICML 2018): which views a change is optimised over.
///
/// A fixed set is drawn once from the seed, so that the encoders' answer to the untouched picture is computed once a view
/// and not once a step.
package struct ViewRecipe: Sendable, Equatable {
  /// The largest long side of a view, in pixels. Smaller pictures are shown at their own size or enlarged, never shrunk: the
  /// optimiser cannot use detail that a view does not show.
  package var longestSide: Int
  /// Sides are rounded to a multiple of this; all encoders must accept it.
  package var granularity: Int
  /// The kinds of view, one of each in this order; a kind may be named more than once.
  package var kinds: [Kind]

  package enum Kind: String, Sendable, CaseIterable {
    /// As it is.
    case plain
    /// Gaussian blur of σ 0.7…1.5 pixels of the working copy.
    case blurred
    /// Gaussian blur of σ 1.5…2.2 pixels of the working copy.
    case soft
    /// A random 80…95 % of each side.
    case cropped
    /// Saved as JPEG of quality 50…85.
    case jpeg
  }

  /// The views for a user's own encoder: plain, blurred, cropped, and saved as JPEG. Blurred views raise the drift that is left
  /// after halving and blurring without lowering it elsewhere. Shrunk and noisy views were measured and left out: they lowered
  /// the drift of the unhandled picture by more than they raised it after such handling.
  package static let handled: [Kind] = [.plain, .jpeg, .blurred, .soft, .cropped, .jpeg]

  /// The views for the few steps on the built-in surrogate: one of each handling. Enlarged views move encoders further in the unhandled
  /// picture and less far after halving and blurring (Research/notes/perturbation.md).
  package static let brief: [Kind] = [.plain, .soft, .jpeg, .blurred]

  package init(longestSide: Int = 768, granularity: Int = 16, kinds: [Kind] = Self.handled) {
    self.longestSide = longestSide
    self.granularity = granularity
    self.kinds = kinds
  }

  /// The views of a working copy of this size.
  package func views(width: Int, height: Int, seed: UInt64) -> [View] {
    var generator = SeededGenerator(seed: seed, purpose: "views")
    let scale = min(1, Float(longestSide) / Float(max(width, height)))
    return kinds.map { kind in
      let kernels: [ResampleKernel] = [.bicubic, .bilinear, .box, .lanczos3]
      let kernel = kernels[Int(generator.uniform() * 4)]
      var columns = BandedMatrix.identity(width)
      var rows = BandedMatrix.identity(height)
      switch kind {
      case .blurred, .soft:
        let sigma = Double(kind == .soft ? 1.5 + 0.7 * generator.uniform() : 0.7 + 0.8 * generator.uniform())
        columns = .gaussian(width, sigma: sigma)
        rows = .gaussian(height, sigma: sigma)
      case .cropped:
        let share = 0.8 + 0.15 * generator.uniform()
        columns = .crop(width, to: Self.window(width, share: share, at: generator.uniform()))
        rows = .crop(height, to: Self.window(height, share: share, at: generator.uniform()))
      case .plain, .jpeg: break
      }
      let (outWidth, outHeight) = size(columns.outputs, rows.outputs, scale: scale)
      let map = SeparableMap(
        columns: columns.then(.resize(columns.outputs, to: outWidth, kernel: kernel)),
        rows: rows.then(.resize(rows.outputs, to: outHeight, kernel: kernel)))
      let quality = kind == .jpeg ? 50 + Int(35 * generator.uniform()) : nil
      return View(name: kind.rawValue, map: map, jpeg: quality.map(JPEGSimulation.init))
    }
  }

  /// Sides of about this scale that the encoders accept; long strips keep at least one cell across.
  private func size(_ width: Int, _ height: Int, scale: Float) -> (Int, Int) {
    func rounded(_ side: Int) -> Int {
      max(granularity, Int((Float(side) * scale / Float(granularity)).rounded()) * granularity)
    }
    return (rounded(width), rounded(height))
  }

  private static func window(_ side: Int, share: Float, at position: Float) -> Range<Int> {
    let length = max(1, Int(Float(side) * share))
    let start = Int(Float(side - length) * position)
    return start..<start + length
  }
}

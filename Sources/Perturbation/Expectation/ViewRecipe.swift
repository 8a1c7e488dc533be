import Foundation
import Raster

/// Expectation over transformations (EoT; Athalye et al., ICML 2018): which views a change is optimised over.
///
/// A fixed set is drawn once from the seed, so that the encoders' answer to the untouched picture is computed once a view
/// and not once a step.
public struct ViewRecipe: Sendable, Equatable {
  /// The smallest and largest long side of what encoders see, in pixels. Only `small` shows a picture smaller than it is, unless it is
  /// larger than the largest: detail that a view does not show is not found.
  public var longSides: ClosedRange<Int>
  /// Sides are rounded to a multiple of this; all encoders must accept it.
  public var granularity: Int
  /// The kinds of view, one of each in this order; a kind may be named more than once.
  public var kinds: [Kind]

  public enum Kind: String, Sendable, CaseIterable {
    /// Only resized.
    case plain
    /// Resized to the smallest side.
    case small
    /// Enlarged 1.25 to 2 times; of a picture that would become larger than the largest side, a random window.
    case enlarged
    /// Mirrored left to right.
    case mirrored
    /// Gaussian blur of σ 0.7…1.5 pixels of the working copy.
    case blurred
    /// A random 80…95 % of each side.
    case cropped
    /// Saved as JPEG of quality 50…85.
    case jpeg
    /// Gaussian noise of σ 3…8 levels of 255.
    case noisy
  }

  /// Every kind of handling once, for encoders that stand for themselves.
  public static let handled: [Kind] = [.plain, .small, .mirrored, .blurred, .cropped, .jpeg, .noisy]

  /// Mostly enlarged, for an encoder of strokes: seen larger, it answers to strokes as fine as those that other encoders see
  /// in the picture itself, and they are what transfers (docs/results/drift.md).
  public static let fine: [Kind] = [.enlarged, .plain, .enlarged, .jpeg, .enlarged, .blurred]

  public init(longSides: ClosedRange<Int> = 384...768, granularity: Int = 16, kinds: [Kind] = Self.handled) {
    self.longSides = longSides
    self.granularity = granularity
    self.kinds = kinds
  }

  /// The views of a working copy of this size.
  package func views(width: Int, height: Int, seed: UInt64) -> [View] {
    var generator = SeededGenerator(seed: seed, purpose: "views")
    return kinds.map { kind in
      let (low, high) = (Float(longSides.lowerBound), Float(longSides.upperBound))
      let long = Float(max(width, height))
      var side =
        kind == .small ? low : max(min(long, high), low + (high - low) * (0.5 + 0.5 * generator.uniform()))
      let kernels: [ResampleKernel] = [.bicubic, .bilinear, .box, .lanczos3]
      let kernel = kernels[Int(generator.uniform() * 4)]
      var columns = BandedMatrix.identity(width)
      var rows = BandedMatrix.identity(height)
      switch kind {
      case .mirrored: columns = .flip(width)
      case .blurred:
        let sigma = Double(0.7 + 0.8 * generator.uniform())
        columns = .gaussian(width, sigma: sigma)
        rows = .gaussian(height, sigma: sigma)
      case .cropped:
        let share = 0.8 + 0.15 * generator.uniform()
        columns = .crop(width, to: Self.window(width, share: share, at: generator.uniform()))
        rows = .crop(height, to: Self.window(height, share: share, at: generator.uniform()))
      case .enlarged:
        let scale = 1.25 + 0.75 * generator.uniform()
        let share = min(1, high / (long * scale))
        columns = .crop(width, to: Self.window(width, share: share, at: generator.uniform()))
        rows = .crop(height, to: Self.window(height, share: share, at: generator.uniform()))
        side = long * scale * share
      case .plain, .small, .jpeg, .noisy: break
      }
      let (outWidth, outHeight) = size(columns.outputs, rows.outputs, longSide: side)
      let map = SeparableMap(
        columns: columns.then(.resize(columns.outputs, to: outWidth, kernel: kernel)),
        rows: rows.then(.resize(rows.outputs, to: outHeight, kernel: kernel)))
      let quality = kind == .jpeg ? 50 + Int(35 * generator.uniform()) : nil
      let sigma = kind == .noisy ? (3 + 5 * generator.uniform()) / 255 : nil
      let noise = sigma.map { sigma in
        RasterImage(
          planes: (0..<3).map { _ in
            generator.normalPlane(width: outWidth, height: outHeight).map { $0 * sigma }
          })
      }
      return View(name: kind.rawValue, map: map, jpeg: quality.map(JPEGSimulation.init), noise: noise)
    }
  }

  /// Sides of about this long side that the encoders accept; long strips keep at least one cell across.
  private func size(_ width: Int, _ height: Int, longSide: Float) -> (Int, Int) {
    let scale = longSide / Float(max(width, height))
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

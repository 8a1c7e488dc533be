/// The sizes that embedding and detection agree on.
package enum MarkGeometry {
  /// The smallest shorter side of a picture that can carry a mark, in pixels.
  package static let smallestSide = 256
  /// Pictures with a shorter side than this, in pixels, are not searched: there is no mark that could be read in them.
  package static let smallestReadableSide = 64

  /// Pixels along a side of a chip in a picture of the given size: grows with the picture, so that shrinking it does not
  /// destroy the mark.
  package static func pitch(width: Int, height: Int) -> Int {
    max(2, Int((Double(width) * Double(height)).squareRoot() / 500 + 0.5))
  }
}

import CKernels
import Foundation
import Raster

/// The error norms of the three channels at one scale: 1-norms of structure, ringing and lost detail, then 4-norms.
struct ScaleNorms {
  private var norms: [[Double]]

  subscript(channel: Int) -> [Double] { norms[channel] }

  /// Compares two levels of the same size. Maps without weight are left out; their norms are 0.
  init(_ a: PyramidLevel, _ b: PyramidLevel, terms: [SSIMULACRA2.Weights.Terms]) {
    let (width, height) = (a.picture.width, a.picture.height)
    // Sums are kept by row and added up in order, so that they do not depend on how rows were dealt to threads.
    var sums = [Double](repeating: 0, count: height * RowErrors.count)
    sums.withUnsafeMutableBufferPointer { buffer in
      let sums = SharedRows(buffer)
      a.picture.withRGBRows { ra, ga, ba in
        b.picture.withRGBRows { rb, gb, bb in
          Parallel.bands(height) { band in
            let capacity = XYBWindow.capacity(width: width, count: RowErrors.taps)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * capacity + width + LocalMoments.capacity(RowErrors.blur)) { scratch in
              guard let base = scratch.baseAddress else { return }
              let start = max(0, band.lowerBound - RowErrors.radius)
              var windows = (
                XYBWindow(a, (ra, ga, ba), buffer: base, count: RowErrors.taps, start: start),
                XYBWindow(b, (rb, gb, bb), buffer: base + capacity, count: RowErrors.taps, start: start)
              )
              let zeros = base + 2 * capacity
              zeros.initialize(repeating: 0, count: width)
              var errors = RowErrors(
                moments: LocalMoments(RowErrors.blur, width: width, scratch: zeros + width))
              for y in band {
                windows.0.advance(to: min(height, y + RowErrors.radius + 1))
                windows.1.advance(to: min(height, y + RowErrors.radius + 1))
                for channel in 0..<3 where terms[channel].structure || terms[channel].edges {
                  for tap in 0..<RowErrors.taps {
                    let row = y + tap - RowErrors.radius
                    let inside = row >= 0 && row < height
                    errors.moments.rowsA[tap] = UnsafePointer(inside ? windows.0.row(channel, row) : zeros)
                    errors.moments.rowsB[tap] = UnsafePointer(inside ? windows.1.row(channel, row) : zeros)
                  }
                  errors.sum(terms[channel], into: sums.base + y * RowErrors.count + channel * 6)
                }
              }
            }
          }
        }
      }
    }
    let pixels = Double(width * height)
    norms = (0..<3).map { channel in
      (0..<6).map { term in
        let column = channel * 6 + term % 3 * 2 + term / 3
        var total = 0.0
        for y in 0..<height { total += sums[y * RowErrors.count + column] }
        return term < 3 ? total / pixels : sqrt(sqrt(total / pixels))
      }
    }
  }
}

/// Sums of the errors in one row of one channel, from the rows about it.
private struct RowErrors {
  /// The blur: a recursive approximation of a Gaussian of σ 1.5 (Charalampidis 2016, "Recursive Implementation of the
  /// Gaussian Filter Using Truncated Cosine Functions"), whose impulse response is these nine weights; zeros outside.
  static let blur = FIRFilter(weights: [
    0.009414367809653733, 0.03601111465836439, 0.10933537277746035, 0.21292859201042227, 0.2646211054881986,
    0.21292859201042227, 0.10933537277746035, 0.03601111465836439, 0.009414367809653733,
  ])
  static let radius = blur.radius
  static let taps = blur.weights.count
  /// Sums in a row: six in each of three channels.
  static let count = 18

  var moments: LocalMoments

  /// Adds to six sums, of errors and of their fourth powers: structure, ringing, lost detail.
  func sum(_ terms: SSIMULACRA2.Weights.Terms, into sums: UnsafeMutablePointer<Double>) {
    for columns in moments.stretches(0..<moments.width) {
      let (start, count) = (columns.lowerBound, columns.count)
      if terms.structure {
        moments.blurAll(columns)
        ck_ssimulacra2_structure(moments.meanA, moments.meanB, moments.squares, moments.product, count, sums)
      } else {
        moments.blurMeans(columns)
      }
      if terms.edges {
        ck_ssimulacra2_edges(
          moments.rowsA[Self.radius].map { $0 + start }, moments.rowsB[Self.radius].map { $0 + start },
          moments.meanA, moments.meanB, count, sums + 2)
      }
    }
  }
}

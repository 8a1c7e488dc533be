import CKernels
import Foundation
import Raster

/// The error norms of the three channels at one scale: 1-norms of structure, ringing and lost detail, then 4-norms.
struct ScaleNorms {
  private var norms: [[Double]]

  subscript(channel: Int) -> [Double] { norms[channel] }

  /// The norms from the sums of each row, `RowErrors.count` a row.
  fileprivate init(_ sums: [Double], pixels: Int) {
    norms = (0..<3).map { channel in
      (0..<6).map { term in
        let column = channel * 6 + term % 3 * 2 + term / 3
        var total = 0.0
        for first in stride(from: 0, to: sums.count, by: RowErrors.count) { total += sums[first + column] }
        let mean = total / Double(pixels)
        return term < 3 ? mean : sqrt(sqrt(mean))
      }
    }
  }
}

/// A reference and a distorted picture at one scale of the pyramid.
struct LevelPair {
  var a: PyramidLevel
  var b: PyramidLevel
  /// The scale after a picture of more pixels is not kept, but computed again where it is needed.
  var storedPixels: Int

  /// The error norms at this scale, and the pair at the next scale in linear light where that is asked for. Maps without
  /// weight are left out; their norms are 0.
  func compared(_ terms: [SSIMULACRA2Weights.Terms], nextA: Bool, nextB: Bool) -> (
    norms: ScaleNorms, next: (a: PyramidLevel?, b: PyramidLevel?)
  ) {
    let (width, height) = (a.width, a.height)
    // Sums are kept by row and added up in order, so that they do not depend on how rows were dealt to threads.
    var sums = [Double](repeating: 0, count: height * RowErrors.count)
    var next: (a: PyramidLevel?, b: PyramidLevel?)
    sums.withUnsafeMutableBufferPointer { buffer in
      let sums = SharedRows(buffer)
      next.a = halving(nextA, a) { halvedA in
        next.b = halving(nextB, b) { halvedB in
          a.withRows { rowsA in
            b.withRows { rowsB in
              Parallel.bands(height) { band in
                let count = RowErrors.taps
                let capacity = XYBWindow.capacity(width: width, count: count)
                let room = 2 * capacity + width + LocalMoments.capacity(RowErrors.blur)
                withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { scratch in
                  guard let base = scratch.baseAddress else { return }
                  let start = max(0, band.lowerBound - RowErrors.radius)
                  let windows = (
                    XYBWindow(
                      a, rowsA, buffer: base, count: count, band: band, start: start, halved: halvedA),
                    XYBWindow(
                      b, rowsB, buffer: base + capacity, count: count, band: band, start: start, halved: halvedB)
                  )
                  let zeros = base + 2 * capacity
                  zeros.initialize(repeating: 0, count: width)
                  let moments = LocalMoments(RowErrors.blur, width: width, scratch: zeros + width)
                  var errors = RowErrors(windows: windows, height: height, zeros: zeros, moments: moments)
                  for y in band { errors.sum(y, terms, into: sums.base + y * RowErrors.count) }
                }
              }
            }
          }
        }
      }
    }
    return (ScaleNorms(sums, pixels: width * height), next)
  }

  /// The scale after a level, if it is wanted; `body` gets where it is to be written, if it is to be kept.
  private func halving(_ wanted: Bool, _ level: PyramidLevel, _ body: (HalvedRows?) -> Void) -> PyramidLevel? {
    guard wanted else {
      body(nil)
      return nil
    }
    if case .encoded(let picture) = level, picture.width * picture.height > storedPixels {
      body(nil)
      return .halves(of: picture)
    }
    return PyramidLevel.halved(width: level.width, height: level.height, fill: body)
  }
}

/// Computes the sums of errors of single rows; rows must be requested from top to bottom.
private struct RowErrors {
  static let blur = SSIMULACRA2Weights.blur
  static let radius = blur.radius
  static let taps = blur.weights.count
  /// Sums in a row: six in each of three channels.
  static let count = 18

  var windows: (XYBWindow, XYBWindow)
  var height: Int
  /// A row of zeros, for those beyond the picture.
  var zeros: UnsafeMutablePointer<Float>
  var moments: LocalMoments

  /// Adds row `y` to the sums: of errors and of their fourth powers, of structure, ringing and lost detail, by channel.
  mutating func sum(_ y: Int, _ terms: [SSIMULACRA2Weights.Terms], into sums: UnsafeMutablePointer<Double>) {
    windows.0.advance(to: min(height, y + Self.radius + 1))
    windows.1.advance(to: min(height, y + Self.radius + 1))
    for channel in 0..<3 where terms[channel].structure || terms[channel].edges {
      for tap in 0..<Self.taps {
        let row = y + tap - Self.radius
        let inside = row >= 0 && row < height
        moments.rowsA[tap] = UnsafePointer(inside ? windows.0.row(channel, row) : zeros)
        moments.rowsB[tap] = UnsafePointer(inside ? windows.1.row(channel, row) : zeros)
      }
      sum(terms[channel], into: sums + channel * 6)
    }
  }

  private func sum(_ terms: SSIMULACRA2Weights.Terms, into sums: UnsafeMutablePointer<Double>) {
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

import CKernels

extension Plane {
  /// What becomes of the last row and column of a plane with an odd side when it is halved.
  public enum OddSide: Sendable {
    /// They are left out; sides are rounded down.
    case dropped
    /// They are repeated; sides are rounded up.
    case repeated
  }

  /// The plane at half its size: means of 2×2 samples.
  ///
  /// - Precondition: no side becomes 0.
  public func halved(_ oddSide: OddSide) -> Plane {
    let extra = oddSide == .repeated ? 1 : 0
    let (halfWidth, halfHeight) = ((width + extra) / 2, (height + extra) / 2)
    let taken = oddSide == .repeated ? width : 2 * halfWidth
    return Plane(width: halfWidth, height: halfHeight) { out in
      withRows { rows in
        Parallel.bands(halfHeight) { band in
          for y in band {
            let second = min(2 * y + 1, rows.height - 1)
            ck_halve(rows[2 * y], rows[second], out.base + y * halfWidth, taken)
          }
        }
      }
    }
  }
}

extension RasterImage {
  /// The picture at half its size: see ``Plane/halved(_:)``.
  public func halved(_ oddSide: Plane.OddSide) -> RasterImage {
    RasterImage(planes: planes.map { $0.halved(oddSide) })
  }
}

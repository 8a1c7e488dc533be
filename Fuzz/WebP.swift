import ImageContainer

extension FuzzTarget {
  static let webp = FuzzTarget(name: "webp") { PictureRoundTrip.run($0, .webp) }
}

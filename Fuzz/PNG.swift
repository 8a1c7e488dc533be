import ImageContainer

extension FuzzTarget {
  static let png = FuzzTarget(name: "png") { PictureRoundTrip.run($0, .png) }
}

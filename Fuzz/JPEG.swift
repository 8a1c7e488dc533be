import ImageContainer

extension FuzzTarget {
  static let jpeg = FuzzTarget(name: "jpeg") { PictureRoundTrip.run($0, .jpeg) }
}

import Stamp
import Testing

struct PlacementTests {
  /// A square of 50 % of the shorter side, 100 pixels of 200, with a margin of 5 %: 10 pixels.
  private func placement(
    _ gravity: Gravity, width: Int = 400, height: Int = 200, aspect: Double = 1, rotation: Double = 0,
    scale: Double = 50, tileGap: Double? = nil
  ) -> Placement {
    var settings = settings()
    settings.gravity = gravity
    settings.margin = 5
    settings.scale = scale
    settings.rotation = rotation
    settings.tileGap = tileGap
    return .of(settings, aspect: aspect, onWidth: width, height: height)
  }

  @Test(arguments: [
    (Gravity.northwest, 60.0, 60.0), (.north, 200, 60), (.northeast, 340, 60), (.west, 60, 100), (.center, 200, 100),
    (.east, 340, 100), (.southwest, 60, 140), (.south, 200, 140), (.southeast, 340, 140),
  ])
  func gravityAndMargin(_ gravity: Gravity, _ x: Double, _ y: Double) {
    let found = placement(gravity)
    #expect((found.x, found.y) == (x, y))
    #expect((found.width, found.height) == (100, 100))
  }

  @Test(arguments: [(400, 200), (200, 400), (200, 200)])
  func scaleCountsFromTheShorterSide(_ width: Int, _ height: Int) {
    let wide = placement(.center, width: width, height: height, aspect: 4)
    #expect((wide.width, wide.height) == (100, 25))
    let high = placement(.center, width: width, height: height, aspect: 0.25)
    #expect((high.width, high.height) == (25, 100))
  }

  @Test func rotatedStampKeepsItsMargin() {
    let found = placement(.southeast, aspect: 2, rotation: 30)
    let bounds = found.bounds
    #expect(abs(bounds.width - (100 * 0.866_025_4 + 50 * 0.5)) < 1e-4)
    #expect(abs(found.x + bounds.width / 2 - 390) < 1e-9)
    #expect(abs(found.y + bounds.height / 2 - 190) < 1e-9)
  }

  @Test func whatDoesNotFitIsMadeSmaller() {
    let found = placement(.center, aspect: 1, rotation: 45, scale: 100)
    #expect(abs(found.bounds.height - 180) < 1e-9)
    #expect(placement(.center, aspect: 1, rotation: 45, scale: 100, tileGap: 50).height == 200)
  }

  @Test(arguments: Gravity.allCases)
  func thePixelsLieWhereThePlacementSays(_ gravity: Gravity) throws {
    var settings = settings()
    settings.gravity = gravity
    settings.margin = 10
    let stamped = try Stamp.stamp(
      square(1, 1, 1), settings: settings, onto: flat([0.2, 0.2, 0.2]), alpha: nil, seed: 1)
    let bounds = try #require(stamped.change.bounds)
    // 60 of 120 pixels, 12 from the edges.
    let (left, top) = (12 + (gravity.horizontal + 1) * 58, 12 + (gravity.vertical + 1) * 18)
    #expect(abs(bounds.left - left) <= 1 && abs(bounds.right - (left + 59)) <= 1)
    #expect(abs(bounds.top - top) <= 1 && abs(bounds.bottom - (top + 59)) <= 1)
  }

  @Test(arguments: [
    ("margin", \StampSettings.margin, 46.0), ("scale", \.scale, 0.5), ("opacity", \.opacity, 101),
    ("rotation", \.rotation, .nan),
  ])
  func settingsOutOfRangeAreRefused(
    _ name: String, _ path: WritableKeyPath<StampSettings, Double> & Sendable, _ value: Double
  ) {
    var settings = settings()
    settings[keyPath: path] = value
    #expect(throws: StampError.self) { try settings.validate() }
  }

  @Test func tooSmallPicturesAreRefused() {
    #expect(throws: StampError.tooSmall(5)) {
      try Stamp.stamp(
        square(1, 1, 1), settings: settings(), onto: flat([0.5], width: 10, height: 10), alpha: nil, seed: 1)
    }
  }
}

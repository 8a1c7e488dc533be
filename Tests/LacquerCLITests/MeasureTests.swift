import Foundation
import Testing

/// `lacquer measure`.
struct MeasureTests {
  @Test func jsonKeys() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("measure", "in/grey.png", "out/grey.png", "--json", "--grid", "1", "--diff", "d.png")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "measure")
  }

  @Test func oneMetricForPeople() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("measure", "in/grey.png", "in/grey.png", "--metric", "ssimulacra2")
    #expect(run.status == 0)
    #expect(run.text == "ssimulacra2: 100.0000\n")
  }

  /// Only one corner of the picture differs: that is where the worst place is, in words and in JSON.
  @Test func theWorstPlaceIsWhereThePicturesDiffer() throws {
    let work = try Workplace()
    try work.put("grey.png", "alpha.png")
    #expect(
      try work.run(
        "stamp", "in/grey.png", "-o", "stamped.png", "--stamp-image", "in/alpha.png", "--stamp-gravity", "southeast",
        "--stamp-scale", "30", "--stamp-plain"
      ).status == 0)
    let run = try work.run(
      "measure", "in/grey.png", "stamped.png", "--metric", "butteraugli_max", "--json", "--grid", "0")
    let worst = try #require(run.objects.first?["worst"] as? [String: Any])
    let (x, y) = (try #require(worst["x"] as? Int), try #require(worst["y"] as? Int))
    #expect(x > 144 && x < 288 && y > 128 && y < 256)
    let words = try work.run("measure", "in/grey.png", "stamped.png", "--metric", "butteraugli_max")
    #expect(words.text.contains("worst place: \(x), \(y) in pixels from the top left"))
    let same = try work.run("measure", "in/grey.png", "in/grey.png", "--metric", "butteraugli_max")
    #expect(same.text.contains("worst place: none"))
  }

  @Test func writesPictures() throws {
    let work = try Workplace.withProtected()
    let names = ["heat.png", "diff.png", "side.png", "flicker.png"]
    let run = try work.run(
      "measure", "in/grey.png", "out/grey.png", "--metric", "psnr", "--heatmap", names[0], "--diff", names[1],
      "--side-by-side", names[2], "--flicker", names[3], "-q")
    #expect(run.status == 0)
    for name in names { #expect(try work.bytes(name).starts(with: [0x89, 0x50, 0x4E, 0x47])) }
    #expect(run.text.isEmpty)
  }

  @Test func otherSizesAndNoPicturesEndWith2() throws {
    let work = try Workplace()
    try work.put("grey.png", "deep.png")
    try work.put("baseline.jpg")
    try work.write("no picture", to: "in/broken.png")
    #expect(try work.run("measure", "in/grey.png", "in/broken.png").status == 2)
    #expect(try work.run("measure", "in/grey.png", "gone.png").status == 2)
  }

  @Test func aMetricThatIsNotHereEndsWith2() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("measure", "in/grey.png", "out/grey.png", "--metric", "lpips_vgg")
    #expect(run.status == 2)
    #expect(run.errors.contains("models add"))
  }
}

import ArgumentParser
import Comparison
import Files
import ImageCodec

extension DifferencePictures.Map: ExpressibleByArgument {}

/// Pictures of where two pictures differ.
struct DifferencePictureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Write where it is seen, in colours with a legend.", valueName: "png"), completion: .file())
  var heatmap: String?

  @Option(help: ArgumentHelp("What --heatmap shows: butteraugli or flip.", valueName: "name"))
  var map: DifferencePictures.Map = .butteraugli

  @Option(help: ArgumentHelp("Write the signed difference round grey.", valueName: "png"), completion: .file())
  var diff: String?

  @Option(help: ArgumentHelp("By how much --diff is amplified; by default as much as it bears.", valueName: "n"))
  var amplify: Int?

  @Option(help: ArgumentHelp("Write both pictures beside each other.", valueName: "png"), completion: .file())
  var sideBySide: String?

  @Option(help: ArgumentHelp("Write both pictures in turn, as an animated PNG.", valueName: "png"), completion: .file())
  var flicker: String?

  func validate() throws {
    try OutputName.demandPNG(heatmap, "--heatmap")
    try OutputName.demandPNG(diff, "--diff")
    try OutputName.demandPNG(sideBySide, "--side-by-side")
    try OutputName.demandPNG(flicker, "--flicker")
    if let amplify, !(1...255).contains(amplify) { throw ValidationError("--amplify must be from 1 to 255") }
  }

  /// Writes the pictures that are asked for; returns by how much the difference was amplified.
  func write(_ pair: PicturePair) throws -> Int? {
    guard heatmap != nil || diff != nil || sideBySide != nil || flicker != nil else { return nil }
    let pictures = DifferencePictures(pair)
    var amplification: Int?
    if let heatmap { try AtomicFile.write(pictures.heatmap(map).png(), to: heatmap, existing: .replace) }
    if let diff {
      let signed = pictures.signed(amplification: amplify)
      amplification = signed.amplification
      try AtomicFile.write(signed.canvas.png(), to: diff, existing: .replace)
    }
    if let sideBySide { try AtomicFile.write(pictures.sideBySide().png(), to: sideBySide, existing: .replace) }
    if let flicker { try AtomicFile.write(pictures.flicker(), to: flicker, existing: .replace) }
    return amplification
  }
}

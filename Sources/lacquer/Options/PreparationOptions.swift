import ArgumentParser
import ImageCodec
import ImageContainer

extension ImageFormat: ExpressibleByArgument {
  /// The name of a format, or an ending of its files.
  public init?(argument: String) {
    let name = argument.lowercased()
    guard let format = ImageFormat.allCases.first(where: { $0.rawValue == name || $0.endings.contains(name) }) else {
      return nil
    }
    self = format
  }
}

extension Grain.Kind: ExpressibleByArgument {}

/// What is made of pictures before they are protected or marked.
struct PreparationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "First bring the long side down to so many pixels (Lanczos, in linear light); smaller pictures keep their size.",
      valueName: "pixels"))
  var resize: Int?

  @Option(
    help: ArgumentHelp(
      "First convert to this kind of file: png, jpeg or webp; TIFF, HEIC, AVIF and JPEG XL are read then, too. A single output FILE says it by its ending.",
      valueName: "format"))
  var to: ImageFormat?

  @Option(
    help: ArgumentHelp(
      "Quality 1 to 100 of JPEG and WebP files that are resized or converted (default 90).", valueName: "n"))
  var quality: Int?

  @Flag(help: "First convert colours to sRGB, and put its profile in place of the picture's own.")
  var srgb = false

  @Option(
    help: ArgumentHelp(
      "First lay a texture of the craft over the picture, in which a change hides: paper, canvas, film or halftone. Files are encoded anew.",
      valueName: "kind"))
  var grain: Grain.Kind?

  @Option(help: ArgumentHelp("How strong it is, 0.5 to 8 levels of 255 (default 2).", valueName: "levels"))
  var grainStrength: Double?

  /// Why nothing of this goes with `--in-place`.
  static let notInPlace =
    "--in-place keeps size, kind and surface of the inputs: leave out --resize, --to, --srgb and --grain"

  func validate() throws {
    if let resize, !Preparation.longSides.contains(resize) {
      throw ValidationError("--resize must be from 16 to 65500 pixels")
    }
    if let quality, !Preparation.qualities.contains(quality) {
      throw ValidationError("--quality must be from 1 to 100")
    }
    if let grainStrength {
      guard grain != nil else { throw ValidationError("--grain-strength needs --grain") }
      guard Grain.strengths.contains(grainStrength) else {
        throw ValidationError("--grain-strength must be from 0.5 to 8 levels")
      }
    }
  }

  /// Whether anything is asked for that would replace a picture by another kind or size of itself, or by one with a grain.
  var isWanted: Bool { resize != nil || to != nil || srgb || grain != nil }

  /// - Parameter format: that of outputs, where `--to` does not say it.
  /// - Returns: `nil` when pictures are taken as they are.
  func preparation(format: ImageFormat? = nil) -> Preparation? {
    guard isWanted || format != nil else {
      if quality != nil {
        Terminal.say(
          "lacquer: --quality changes nothing without --resize, --to, --srgb or --grain: pictures keep their own")
      }
      return nil
    }
    return Preparation(
      longSide: resize, format: to ?? format, quality: quality, convertsToSRGB: srgb,
      grain: grain.map { Grain(kind: $0, strength: grainStrength ?? Grain.defaultStrength) })
  }
}

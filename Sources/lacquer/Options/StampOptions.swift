import ArgumentParser
import Files
import Portfolio
import Protection
import Stamp
import Watermark

extension Gravity: ExpressibleByArgument {}
extension Blend: ExpressibleByArgument {}

extension StampColour: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// The visible stamp.
struct StampOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(#"Stamp this text over the picture; \n begins a new line."#, valueName: "text"))
  var stamp: String?

  @Option(
    help: ArgumentHelp("Stamp this picture over it, such as a PNG logo with transparency.", valueName: "png"),
    completion: .file())
  var stampImage: String?

  @Option(
    help: ArgumentHelp(#"Font family and style, such as "DejaVu Serif Italic" (Sans Bold)."#, valueName: "font"))
  var stampFont: String?

  @Option(help: "Edge or corner (southeast); center for the middle.")
  var stampGravity: Gravity?

  @Option(help: ArgumentHelp("Distance from the edges, in % of the picture's shorter side (3).", valueName: "%"))
  var stampMargin: Double?

  @Option(
    help: ArgumentHelp("The stamp's longer side, in % of the picture's shorter side (40; tiles 20).", valueName: "%"))
  var stampScale: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Turn by so many degrees clockwise (0); negative ones let text rise.", valueName: "degrees"))
  var stampRotation: Double?

  @Option(help: ArgumentHelp("0 nothing, 100 solid (60).", valueName: "%"))
  var stampOpacity: Double?

  @Flag(help: "Repeat the stamp over the whole picture, every second row shifted.")
  var stampTile = false

  @Option(help: ArgumentHelp("Space between tiles, in % of the stamp's shorter side (150).", valueName: "%"))
  var stampGap: Double?

  @Option(help: "contrast: white on dark and black on light ground; or how a colour is blended (contrast).")
  var stampBlend: Blend?

  @Option(
    help: ArgumentHelp("Ink as #rrggbb; given for a picture, only its shape counts. Blends over.", valueName: "colour"))
  var stampColour: StampColour?

  @Option(help: ArgumentHelp("Outline, in % of a line's height.", valueName: "%"))
  var stampStroke: Double?

  @Option(help: ArgumentHelp("Of the outline; by default the opposite of the ink.", valueName: "colour"))
  var stampStrokeColour: StampColour?

  @Option(help: ArgumentHelp("Soft shadow, in % of a line's height.", valueName: "%"))
  var stampShadow: Double?

  @Flag(help: "The same stamp on every picture. It can then be computed from many of them and taken off.")
  var stampPlain = false

  @Option(
    help: ArgumentHelp(
      "Secret key (lacquer mark key) for the variations; without it they follow from the file's hash.",
      valueName: "file"), completion: .file())
  var stampKey: String?

  private static let defaultFont = "Sans Bold"
  private static let (defaultGap, defaultTileScale) = (150.0, 20.0)

  /// Whether a stamp is wanted.
  var isWanted: Bool { stamp != nil || stampImage != nil }

  /// Whether anything about a stamp is said.
  private var isMentioned: Bool {
    stampFont != nil || stampGravity != nil || stampMargin != nil || stampScale != nil || stampRotation != nil
      || stampOpacity != nil || stampTile || stampGap != nil || stampBlend != nil || stampColour != nil
      || stampStroke != nil || stampStrokeColour != nil || stampShadow != nil || stampPlain || stampKey != nil
  }

  func validate() throws {
    guard isWanted || !isMentioned else {
      throw ValidationError("say what to stamp: --stamp TEXT or --stamp-image PNG")
    }
    guard stamp == nil || stampImage == nil else {
      throw ValidationError("--stamp and --stamp-image exclude each other")
    }
    guard stampImage == nil || stampFont == nil else { throw ValidationError("--stamp-font is for --stamp TEXT") }
    guard stampGap == nil || stampTile else { throw ValidationError("--stamp-gap needs --stamp-tile") }
    guard stampStrokeColour == nil || stampStroke != nil else {
      throw ValidationError("--stamp-stroke-colour needs --stamp-stroke")
    }
    guard stampKey == nil || !stampPlain else {
      throw ValidationError("--stamp-plain leaves nothing for --stamp-key to vary")
    }
    guard isWanted else { return }
    do {
      try settings(imageHash: "", keyFingerprint: nil).validate()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// What stamps; reads picture and key. `nil` when no stamp is wanted.
  func stamper() throws -> Stamper? {
    guard isWanted else { return nil }
    let key = try key()
    let hash = try stampImage.map { Digest.sha256(try AtomicFile.read($0)) }
    return try Stamper(
      settings: settings(imageHash: hash ?? "", keyFingerprint: key.map(Stamper.fingerprint)), imagePath: stampImage,
      key: key)
  }

  /// The key of the variations, if there is one.
  func key() throws -> MarkKey? { try stampKey.map(MarkKeyFile.read) }

  private func settings(imageHash: String, keyFingerprint: String?) -> StampSettings {
    let content: StampSettings.Content =
      if let stamp {
        .text(
          words: stamp.split(separator: #"\n"#, omittingEmptySubsequences: false).joined(separator: "\n"),
          font: stampFont ?? Self.defaultFont)
      } else {
        .image(sha256: imageHash)
      }
    var settings = StampSettings(
      content: content, variation: .init(isPlain: stampPlain, keyFingerprint: keyFingerprint))
    settings.gravity = stampGravity ?? settings.gravity
    settings.margin = stampMargin ?? settings.margin
    settings.scale = stampScale ?? (stampTile ? Self.defaultTileScale : settings.scale)
    settings.rotation = stampRotation ?? settings.rotation
    settings.opacity = stampOpacity ?? settings.opacity
    settings.tileGap = stampTile ? stampGap ?? Self.defaultGap : nil
    settings.blend = stampBlend ?? (stampColour == nil ? settings.blend : .over)
    settings.colour = stampColour
    settings.stroke = stampStroke.map { StampSettings.Stroke(width: $0, colour: stampStrokeColour) }
    settings.shadow = stampShadow
    return settings
  }
}

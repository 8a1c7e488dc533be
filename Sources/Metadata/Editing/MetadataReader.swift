import ImageContainer

/// What a file's metadata says that matters to an artist's rights and privacy.
public struct MetadataSummary: Sendable, Equatable, Codable {
  /// One declared opt-out.
  public struct Signal: Sendable, Equatable, Codable {
    /// Where it stands: `xmp:plus:DataMining`, `exif:LearningOptOutIn`.
    public let carrier: String
    /// As it stands.
    public let value: String
    /// In the words of the command line.
    public let means: String
  }

  /// A statement and where it was found.
  public struct Statement: Sendable, Equatable, Codable {
    public let carrier: String
    public let field: String
    public let value: String
  }

  public var optOuts: [Signal] = []
  public var rights: [Statement] = []
  /// `Iptc4xmpExt:DigitalSourceType`, as it stands.
  public var digitalSourceType: String?
  /// Whether there is a C2PA manifest; whether it is sound is another question.
  public var hasContentCredentials = false
  /// What tells places, by carrier.
  public var location: [String] = []
  /// Serial numbers and maker notes, by carrier.
  public var serials: [String] = []
  /// What is damaged, a sentence each.
  public var warnings: [String] = []

  /// Whether any carrier declares an opt-out.
  public var optsOut: Bool { optOuts.contains { $0.means != "none" && $0.means != "unknown" } }

  enum CodingKeys: String, CodingKey {
    case optOuts = "opt_outs"
    case rights
    case digitalSourceType = "digital_source_type"
    case hasContentCredentials = "content_credentials"
    case location, serials, warnings
  }
}

/// Reads the signals that `MetadataEditor` writes, in whatever program's blocks.
public enum MetadataReader {
  public static func summary(_ blocks: [MetadataBlock]) -> MetadataSummary {
    var summary = MetadataSummary()
    summary.hasContentCredentials = blocks.contains(where: \.isContentCredential)
    for block in blocks where XMPBlock.isPacket(block) { readXMP(block, blocks, &summary) }
    for block in blocks where EXIFBlock.isCarrier(block) { readEXIF(block, &summary) }
    if blocks.contains(where: PhotoshopResources.isSegment) { readIPTC(blocks, &summary) }
    for chunk in blocks.compactMap(TextChunk.init) where ["Author", "Copyright"].contains(chunk.keyword) {
      summary.rights.append(
        MetadataSummary.Statement(
          carrier: "png:text", field: chunk.keyword == "Author" ? "creator" : "copyright", value: chunk.string))
    }
    return summary
  }

  private static func readXMP(_ block: MetadataBlock, _ blocks: [MetadataBlock], _ summary: inout MetadataSummary) {
    do {
      guard let bytes = XMPBlock.packet(block) else { throw MetadataError.xmp("it cannot be unpacked") }
      let packet = try XMPPacket(bytes)
      readXMP(packet, &summary)
      if case .text(let digest)? = packet[ExtendedXMP.note] {
        readXMP(try XMPPacket(ExtendedXMP.packet(in: blocks, digest: digest)), &summary)
      }
    } catch {
      summary.warnings.append("\(error)")
    }
  }

  private static func readXMP(_ packet: XMPPacket, _ summary: inout MetadataSummary) {
    if let value = packet[Signals.dataMining]?.joined {
      summary.optOuts.append(
        MetadataSummary.Signal(
          carrier: "xmp:plus:DataMining", value: value,
          means: OptOut(plusDataMining: value)?.description ?? "unknown"))
    }
    let fields = [
      ("creator", Signals.creator), ("copyright", Signals.copyright), ("contact", Signals.contact),
      ("licence_url", Signals.webStatement), ("usage_terms", Signals.usageTerms),
    ]
    for (field, name) in fields {
      guard let value = packet[name]?.joined, !value.isEmpty else { continue }
      summary.rights.append(MetadataSummary.Statement(carrier: "xmp", field: field, value: value))
    }
    if let type = packet[Signals.sourceType]?.joined { summary.digitalSourceType = type }
    let places = packet.properties.filter { Location.isLocation($0.name) }
    if places.contains(where: { !$0.name.local.hasSuffix("SerialNumber") }) { summary.location.append("xmp") }
    if places.contains(where: { $0.name.local.hasSuffix("SerialNumber") }) { summary.serials.append("xmp") }
  }

  private static func readEXIF(_ block: MetadataBlock, _ summary: inout MetadataSummary) {
    do {
      let tiff = try TIFFStructure(EXIFBlock.structure(block))
      let main = try tiff.directory(tiff.mainOffset)
      for (field, tag) in [("creator", EXIFEditor.Tag.artist), ("copyright", EXIFEditor.Tag.copyright)] {
        guard let entry = main[tag], let value = tiff.text(entry), !value.isEmpty else { continue }
        summary.rights.append(MetadataSummary.Statement(carrier: "exif", field: field, value: value))
      }
      if main[EXIFEditor.Tag.gpsDirectory] != nil { summary.location.append("exif") }
      guard let exif = try tiff.subdirectory(main, EXIFEditor.Tag.exifDirectory) else { return }
      let serials = [EXIFEditor.Tag.bodySerial, EXIFEditor.Tag.lensSerial]
      if serials.contains(where: { exif[$0] != nil }) || main[EXIFEditor.Tag.serialNumber] != nil {
        summary.serials.append("exif")
      }
      if exif[EXIFEditor.Tag.makerNote] != nil { summary.serials.append("exif maker note (possibly)") }
      guard let entry = exif[EXIFEditor.Tag.learningOptOut], entry.isSound else { return }
      let words = tiff.words(entry)
      summary.optOuts.append(
        MetadataSummary.Signal(
          carrier: "exif:LearningOptOutIn", value: words.map(String.init).joined(separator: " "),
          means: OptOut(exifWords: words)?.description ?? "unknown"))
    } catch {
      summary.warnings.append("\(error)")
    }
  }

  private static func readIPTC(_ blocks: [MetadataBlock], _ summary: inout MetadataSummary) {
    do {
      guard let stream = try PhotoshopResources(blocks).stream() else { return }
      let fields = [
        ("creator", IIM.Number.byLine), ("copyright", IIM.Number.copyright), ("contact", IIM.Number.contact),
      ]
      for (field, number) in fields {
        guard let value = stream.text(number) else { continue }
        summary.rights.append(MetadataSummary.Statement(carrier: "iptc", field: field, value: value))
      }
      if stream.namesLocation { summary.location.append("iptc") }
    } catch {
      summary.warnings.append("\(error)")
    }
  }
}

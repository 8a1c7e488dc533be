import ImageContainer

/// Reads the signals that `MetadataEditor` writes, in whatever program's blocks.
package enum MetadataReader {
  /// Longest text of a PNG chunk that is shown, and the most of such chunks: packed text may be a thousand times as long as
  /// the file.
  private static let maxText = (bytes: 1 << 16, count: 32)

  package static func summary(_ blocks: [MetadataBlock]) -> MetadataSummary {
    let blocks = EXIFSegments.joined(blocks)
    var summary = MetadataSummary()
    summary.hasContentCredentials = blocks.hasContentCredentials
    for block in blocks where XMPBlock.isPacket(block) { readXMP(block, blocks, &summary) }
    for block in blocks where EXIFBlock.isCarrier(block) { readEXIF(block, &summary) }
    if blocks.contains(where: PhotoshopResources.isSegment) { readIPTC(blocks, &summary) }
    for block in blocks where RawProfiles.isIPTC(block) {
      if let (_, segment) = RawProfiles.iptc(block) {
        readIPTC([segment], &summary)
      } else {
        summary.warnings.append("damaged IPTC: the raw profile in PNG text cannot be read")
      }
    }
    readTexts(blocks, &summary)
    for block in blocks where !EXIFBlock.isCarrier(block) && !XMPBlock.isPacket(block) && !block.isContentCredential {
      summary.enter(BlockSensitivity.name(block), BlockSensitivity.of(block))
    }
    return summary
  }

  private static func readTexts(_ blocks: [MetadataBlock], _ summary: inout MetadataSummary) {
    let fields = ["Author": "creator", "Artist": "creator", "Copyright": "copyright"]
    let found = blocks.lazy.filter { TextChunk.keyword(of: $0).map { fields[$0] != nil } ?? false }
    for block in found.prefix(maxText.count) {
      guard let chunk = TextChunk(block, limit: maxText.bytes), let field = fields[chunk.keyword] else { continue }
      summary.rights.append(
        MetadataSummary.Statement(carrier: "png:text", field: field, value: chunk.string))
    }
  }

  private static func readXMP(_ block: MetadataBlock, _ blocks: [MetadataBlock], _ summary: inout MetadataSummary) {
    do {
      guard let bytes = XMPBlock.packet(block) else { throw MetadataError.xmp("it cannot be unpacked") }
      guard !XMPPacket.isBlank(bytes) else { return }
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
      let open = OptOut.openPLUSValue(value)
      let terms = open == nil ? nil : (packet[XMPName(.plus, "OtherConstraints")] ?? packet[Signals.usageTerms])?.joined
      summary.optOuts.append(
        MetadataSummary.Signal(
          carrier: "xmp:plus:DataMining", value: value,
          means: open.map { $0 + (terms.map { ": \($0)" } ?? "") }
            ?? OptOut(plusDataMining: value)?.description ?? "unknown",
          isOpen: open == nil ? nil : true))
    }
    if packet.contains(Signals.learningOptOut) {
      enter("xmp:exifEX:LearningOptOutIn", OptOut.exifWords(of: packet[Signals.learningOptOut]), &summary)
    }
    for name in Signals.generated {
      guard let value = packet[name]?.joined else { continue }
      summary.generated.append(MetadataSummary.Statement(carrier: "xmp", field: name.preferred, value: value))
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
    for property in packet.properties {
      summary.enter("xmp \(property.name.preferred)", XMPSensitivity.of(property.name))
    }
  }

  private static func readEXIF(_ block: MetadataBlock, _ summary: inout MetadataSummary) {
    do {
      let tiff = try TIFFStructure(EXIFBlock.structure(block))
      let main = try tiff.directory(tiff.mainOffset)
      for (field, tag) in [("creator", EXIFTag.artist), ("copyright", EXIFTag.copyright)] {
        guard let entry = main[tag], let value = tiff.text(entry), !value.isEmpty else { continue }
        summary.rights.append(MetadataSummary.Statement(carrier: "exif", field: field, value: value))
      }
      for (role, directory) in TIFFLayout(tiff).directories where role != .gps && role != .interoperability {
        for entry in directory.entries {
          summary.enter("exif \(EXIFSensitivity.name(entry.tag))", EXIFSensitivity.of(entry.tag))
        }
      }
      guard let exif = try tiff.subdirectory(main, EXIFTag.exifDirectory),
        let entry = exif[EXIFTag.learningOptOut], entry.isSound
      else { return }
      enter("exif:LearningOptOutIn", tiff.words(entry), &summary)
    } catch {
      summary.warnings.append("\(error)")
    }
  }

  /// Enters a value of LearningOptOutIn, with a warning if it is not as the standard wants it.
  private static func enter(_ carrier: String, _ words: [UInt16], _ summary: inout MetadataSummary) {
    let reading = OptOut.reading(exifWords: words)
    summary.optOuts.append(
      MetadataSummary.Signal(
        carrier: carrier, value: words.map(String.init).joined(separator: " "),
        means: reading.value?.description ?? "unknown", problem: reading.problem))
    if let problem = reading.problem { summary.warnings.append("\(carrier): \(problem)") }
  }

  private static func readIPTC(_ blocks: [MetadataBlock], _ summary: inout MetadataSummary) {
    do {
      let resources = PhotoshopResources(blocks)
      for resource in resources.resources where !PhotoshopResources.isHarmless(resource.identifier) {
        summary.enter("Photoshop resource 0x\(String(resource.identifier, radix: 16))", .unknown)
      }
      guard let stream = try resources.stream() else { return }
      let fields = [
        ("creator", IIM.Number.byLine), ("copyright", IIM.Number.copyright), ("contact", IIM.Number.contact),
      ]
      for (field, number) in fields {
        guard let value = stream.text(number) else { continue }
        summary.rights.append(MetadataSummary.Statement(carrier: "iptc", field: field, value: value))
      }
      for set in stream.sets { summary.enter("iptc \(set.record):\(set.number)", IIM.sensitivity(set)) }
    } catch {
      summary.warnings.append("\(error)")
    }
  }
}

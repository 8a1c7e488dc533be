import ImageContainer

/// Declares rights and opt-outs in the metadata blocks of a picture, and removes what an artist does not want to tell.
///
/// XMP, EXIF and IPTC-IIM are kept in step. Existing blocks are edited, never replaced: what is not part of an edit stays
/// byte for byte, and a block that is damaged is left alone and said in the notes. Doing the same again changes nothing.
/// `Iptc4xmpExt:DigitalSourceType` is never written or removed, except by stripping all.
public enum MetadataEditor {
  /// The note about a signed file that was edited; void when it is signed again.
  public static let unsignedNote = "the file's Content Credentials no longer match it: sign it again"

  /// - Parameters:
  ///   - blocks: all metadata of a file, in file order.
  ///   - width: of the picture in pixels as stored, like `height`; new EXIF has to say it.
  /// - Returns: the new blocks, and what could not be done or was lost, a sentence each.
  public static func apply(
    _ edit: MetadataEdit, to blocks: [MetadataBlock], format: ImageFormat, width: Int, height: Int
  ) -> (blocks: [MetadataBlock], notes: [String]) {
    var session = EditingSession(blocks: blocks, format: format, width: width, height: height)
    if edit.stripsAll { session.stripAll() }
    if edit.stripsLocation { session.stripLocation() }
    if edit.clearsOptOut { session.clearOptOut() }
    if edit.clearsRights { session.clearRights() }
    session.declare(edit.optOut, edit.rights)
    if session.blocks != blocks, session.blocks.contains(where: \.isContentCredential) {
      session.notes.append(unsignedNote)
    }
    return (session.blocks, session.notes)
  }
}

/// The blocks in the middle of an edit.
struct EditingSession {
  var blocks: [MetadataBlock]
  let format: ImageFormat
  let width: Int
  let height: Int
  var notes: [String] = []

  init(blocks: [MetadataBlock], format: ImageFormat, width: Int, height: Int) {
    self.blocks = blocks
    self.format = format
    self.width = width
    self.height = height
  }

  // MARK: - Declaring

  mutating func declare(_ optOut: OptOut, _ rights: RightsStatement) {
    declareInXMP(optOut, rights)
    declareInEXIF(optOut, rights)
    if format == .jpeg {
      let texts: [(number: UInt8, text: String?)] = [
        (IIM.Number.byLine, rights.creator), (IIM.Number.copyright, rights.copyright),
        (IIM.Number.contact, rights.contact),
      ]
      editIPTC { $0.set(texts.compactMap { pair in pair.text.map { (pair.number, $0) } }) }
    } else {
      replaceTexts(["Author": rights.creator, "Copyright": rights.copyright])
      noteRawProfiles(isNeeded: !rights.isEmpty)
    }
  }

  private mutating func declareInXMP(_ optOut: OptOut, _ rights: RightsStatement) {
    var changes = Signals.changes(rights)
    if let value = optOut.plusDataMining {
      changes.append(XMPPacket.Change(name: Signals.dataMining, value: .text(value)))
    }
    guard !changes.isEmpty else { return }
    editXMP { _ = $0.apply(changes) }
  }

  private mutating func declareInEXIF(_ optOut: OptOut, _ rights: RightsStatement) {
    let words = optOut.exifWords
    guard words != nil || rights.creator != nil || rights.copyright != nil else { return }
    let (width, height, isJPEG) = (width, height, format == .jpeg)
    editEXIF(creating: true) { editor throws(MetadataError) in
      var main: [(tag: Int, value: EXIFEditor.Value?)] = []
      if let creator = rights.creator { main.append((EXIFEditor.Tag.artist, editor.text(creator))) }
      if let copyright = rights.copyright { main.append((EXIFEditor.Tag.copyright, editor.text(copyright))) }
      try editor.setMain(main)
      if let words {
        try editor.setExif(
          [(EXIFEditor.Tag.learningOptOut, editor.words(words))], width: width, height: height, isJPEG: isJPEG)
      }
    }
  }

  // MARK: - Removing

  mutating func clearOptOut() {
    editXMP { _ = $0.apply([XMPPacket.Change(name: Signals.dataMining, value: nil)]) }
    let (width, height, isJPEG) = (width, height, format == .jpeg)
    editEXIF(creating: false) { editor throws(MetadataError) in
      try editor.setExif([(EXIFEditor.Tag.learningOptOut, nil)], width: width, height: height, isJPEG: isJPEG)
    }
  }

  mutating func clearRights() {
    let names = [
      Signals.creator, Signals.copyright, Signals.marked, Signals.webStatement, Signals.usageTerms, Signals.contact,
    ]
    editXMP { _ = $0.apply(names.map { XMPPacket.Change(name: $0, value: nil) }) }
    editEXIF(creating: false) { editor throws(MetadataError) in
      try editor.setMain([(EXIFEditor.Tag.artist, nil), (EXIFEditor.Tag.copyright, nil)])
    }
    if format == .jpeg {
      editIPTC { $0.remove([IIM.Number.byLine, IIM.Number.copyright, IIM.Number.contact]) }
    } else {
      blocks.removeAll { ["Author", "Copyright"].contains(TextChunk($0)?.keyword) }
    }
  }

  mutating func stripLocation() {
    editXMP { $0.remove(Location.isLocation) }
    var removed: [String] = []
    editEXIF(creating: false) { editor throws(MetadataError) in removed = try editor.stripLocation() }
    if !removed.isEmpty { notes.append("removed from EXIF: \(removed.joined(separator: ", "))") }
    editIPTC { $0.removeLocations() }
    let raw = blocks.filter(Location.isRawProfile)
    if !raw.isEmpty {
      blocks.removeAll(where: Location.isRawProfile)
      notes.append("removed \(raw.count) raw profile(s), which may tell places and serial numbers")
    }
  }

  mutating func stripAll() {
    let orientation = EXIFBlock.orientation(in: blocks)
    if blocks.contains(where: \.isContentCredential) { notes.append("the Content Credentials were removed") }
    blocks = blocks.filter(Appearance.needs)
    guard let orientation, orientation != 1 else { return }
    editEXIF(creating: true) { editor throws(MetadataError) in
      try editor.setMain([(EXIFEditor.Tag.orientation, editor.short(orientation))])
    }
  }

  // MARK: - Parts

  private mutating func editXMP(_ body: (inout XMPEditor) -> Void) {
    var editor = XMPEditor(blocks, format: format)
    body(&editor)
    blocks = editor.blocks
    notes += editor.notes.filter { !notes.contains($0) }
  }

  private mutating func editIPTC(_ body: (inout IPTCEditor) -> Void) {
    guard format == .jpeg else { return }
    var editor = IPTCEditor(blocks)
    body(&editor)
    blocks = editor.blocks
    notes += editor.notes.filter { !notes.contains($0) }
  }

  private mutating func editEXIF(
    creating: Bool, _ body: (inout EXIFEditor) throws(MetadataError) -> Void
  ) {
    let places = blocks.indices.filter { EXIFBlock.isCarrier(blocks[$0]) }
    do {
      if places.isEmpty, creating {
        var editor = try EXIFEditor(
          density: PixelDensity(in: blocks), width: width, height: height, isJPEG: format == .jpeg)
        try body(&editor)
        let jfif = blocks.lastIndex { $0.kind == .segment(0xE0) }
        blocks.insert(
          EXIFBlock.make(editor.tiff.bytes, format), at: format == .jpeg ? jfif.map { $0 + 1 } ?? 0 : 0)
      }
      for place in places {
        var editor = try EXIFEditor(EXIFBlock.structure(blocks[place]))
        let before = editor.tiff.bytes
        try body(&editor)
        guard editor.tiff.bytes != before else { continue }
        guard let block = EXIFBlock.replacing(editor.tiff.bytes, in: blocks[place]),
          format == .png || block.bytes.count <= 65_533
        else { throw MetadataError.exif("it has no room left in its JPEG segment") }
        blocks[place] = block
      }
    } catch {
      let note = "\(error); the EXIF was left alone"
      if !notes.contains(note) { notes.append(note) }
    }
  }

  /// Text chunks that say the same as a declared right are changed with it; none are added.
  private mutating func replaceTexts(_ texts: [String: String?]) {
    for (index, block) in blocks.enumerated() {
      guard var chunk = TextChunk(block), case .some(.some(let text)) = texts[chunk.keyword], chunk.string != text
      else { continue }
      if case .international = chunk.kind {
        chunk.text = Array(text.utf8)
      } else if text.unicodeScalars.allSatisfy({ $0.value < 256 }) {
        chunk.text = text.unicodeScalars.map { UInt8($0.value) }
      } else {
        chunk = TextChunk(
          keyword: chunk.keyword, kind: .international(tags: [0, 0], isCompressed: false), text: Array(text.utf8))
      }
      if let new = chunk.block(block.position) { blocks[index] = new }
    }
  }

  private mutating func noteRawProfiles(isNeeded: Bool) {
    guard isNeeded, blocks.contains(where: Location.isRawProfile) else { return }
    notes.append("IPTC or XMP that ImageMagick put into text chunks was left alone and may say otherwise")
  }
}

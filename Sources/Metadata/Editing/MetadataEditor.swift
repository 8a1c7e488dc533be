import ImageContainer

/// Declares rights and opt-outs in the metadata blocks of a picture, and removes what an artist does not want to tell.
///
/// XMP, EXIF and IPTC-IIM are kept in step. Existing blocks are edited, never replaced: what is not part of an edit stays
/// byte for byte. What was asked for is done, or the edit fails. Doing the same again changes nothing.
/// `Iptc4xmpExt:DigitalSourceType` is never written or removed, except by stripping all.
package enum MetadataEditor {
  /// The note about a signed file that was edited; void when it is signed again.
  package static let unsignedNote = "the file's Content Credentials no longer match it: sign it again"

  /// - Parameters:
  ///   - blocks: all metadata of a file, in file order.
  ///   - width: of the picture in pixels as stored, like `height`; new EXIF has to say it.
  /// - Returns: the new blocks, and what was lost on the way, a sentence each.
  /// - Throws: `MetadataError.notEditable` when a part of what was asked for cannot be done.
  package static func apply(
    _ edit: MetadataEdit, to blocks: [MetadataBlock], format: ImageFormat, width: Int, height: Int
  ) throws(MetadataError) -> (blocks: [MetadataBlock], notes: [String]) {
    let joined = EXIFSegments.joined(blocks)
    var session = EditingSession(
      blocks: joined, format: format, width: width, height: height, replacesDamaged: edit.replacesDamaged ?? false)
    if edit.stripsAll { try session.stripAll() }
    if !edit.privateInformation.isEmpty { try session.strip(edit.privateInformation) }
    if edit.clearsOptOut { try session.clearOptOut() }
    if edit.clearsRights { try session.clearRights() }
    try session.declare(edit.optOut, edit.rights)
    if session.blocks != joined, session.blocks.hasContentCredentials {
      if edit.dropsCredentials == true {
        session.blocks = ContentCredentialBlocks.dropped(from: session.blocks, notes: &session.notes)
      } else {
        session.notes.append(unsignedNote)
      }
    }
    try session.check(edit)
    return (EXIFSegments.split(session.blocks, as: blocks), session.notes)
  }
}

/// The blocks in the middle of an edit.
struct EditingSession {
  var blocks: [MetadataBlock]
  let format: ImageFormat
  let width: Int
  let height: Int
  /// Whether a block that cannot be edited gives way to a fresh one.
  let replacesDamaged: Bool
  var notes: [String] = []

  init(blocks: [MetadataBlock], format: ImageFormat, width: Int, height: Int, replacesDamaged: Bool) {
    self.blocks = blocks
    self.format = format
    self.width = width
    self.height = height
    self.replacesDamaged = replacesDamaged
  }

  mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }

  // MARK: - Parts

  private static let longNote =
    "the EXIF is longer than one segment: ExifTool and Pillow read all of it, other programs find what was changed in XMP"

  mutating func editXMP(_ body: (inout XMPEditor) throws(MetadataError) -> Void) throws(MetadataError) {
    try edit("XMP") { session throws(MetadataError) in
      var editor = XMPEditor(session.blocks, format: session.format)
      try body(&editor)
      session.blocks = editor.blocks
      for note in editor.notes { session.note(note) }
    } removing: {
      XMPBlock.isPacket($0) || ExtendedXMP.isPart($0)
    }
  }

  /// Edits IPTC in the segments of JPEG, and in the text chunks in which ImageMagick puts them into PNG.
  mutating func editIPTC(_ body: (inout IPTCEditor) throws(MetadataError) -> Void) throws(MetadataError) {
    try edit("IPTC") { session throws(MetadataError) in
      if session.format == .png { return try session.editRawIPTC(body) }
      var editor = IPTCEditor(session.blocks)
      try body(&editor)
      session.blocks = editor.blocks
      for note in editor.notes { session.note(note) }
    } removing: {
      PhotoshopResources.isSegment($0) || RawProfiles.isIPTC($0)
    }
  }

  private mutating func editRawIPTC(_ body: (inout IPTCEditor) throws(MetadataError) -> Void) throws(MetadataError) {
    for place in blocks.indices where RawProfiles.isIPTC(blocks[place]) {
      guard let (profile, segment) = RawProfiles.iptc(blocks[place]) else {
        throw .iptc("the raw profile in PNG text cannot be read")
      }
      var editor = IPTCEditor([segment])
      try body(&editor)
      for text in editor.notes { note(text) }
      guard editor.blocks != [segment] else { continue }
      guard editor.blocks.count == 1, let block = profile.replacing(editor.blocks[0]).block(blocks[place].position)
      else { throw .iptc("it has no room left in its raw profile") }
      blocks[place] = block
    }
  }

  /// Edits every EXIF block, each of which is read again afterwards.
  ///
  /// - Parameters:
  ///   - creating: whether EXIF is made when there is none.
  ///   - tags: what `body` may change; all other tags must have the same values afterwards.
  mutating func editEXIF(
    creating: Bool, _ body: (inout EXIFEditor) throws(MetadataError) -> Void
  ) throws(MetadataError) {
    let orientation = EXIFBlock.orientation(in: blocks)
    try edit("EXIF") { session throws(MetadataError) in
      let places = session.blocks.indices.filter { EXIFBlock.isCarrier(session.blocks[$0]) }
      if places.isEmpty, creating { try session.createEXIF(orientation: orientation, body) }
      for place in places {
        var editor = try EXIFEditor(EXIFBlock.structure(session.blocks[place]))
        let before = editor.tiff.bytes
        try body(&editor)
        guard editor.tiff.bytes != before else { continue }
        try editor.check(against: before)
        // EXIF that is one segment has to stay one, and be read by everybody.
        let wasLong = session.blocks[place].bytes.count > JPEGSegments.maxPayload
        guard let block = EXIFBlock.replacing(editor.tiff.bytes, in: session.blocks[place]),
          session.format != .jpeg || wasLong || block.bytes.count <= JPEGSegments.maxPayload
        else { throw MetadataError.exif("it has no room left in its JPEG segment") }
        session.blocks[place] = block
        if wasLong { session.note(Self.longNote) }
      }
    } removing: {
      EXIFBlock.isCarrier($0)
    }
    // A damaged block may have turned the picture.
    if let orientation, orientation != 1, EXIFBlock.orientation(in: blocks) != orientation,
      !blocks.contains(where: \.isExif)
    {
      try createEXIF(orientation: orientation) { _ throws(MetadataError) in }
    }
  }

  private mutating func createEXIF(
    orientation: Int?, _ body: (inout EXIFEditor) throws(MetadataError) -> Void
  ) throws(MetadataError) {
    var editor = try EXIFEditor(
      density: PixelDensity(in: blocks), width: width, height: height, isJPEG: format == .jpeg)
    if let orientation, orientation != 1 {
      try editor.setMain([(EXIFTag.orientation, editor.short(orientation))])
    }
    try body(&editor)
    let jfif = blocks.lastIndex { $0.kind == .segment(0xE0) }
    blocks.insert(
      EXIFBlock.make(editor.tiff.bytes, format), at: format == .jpeg ? jfif.map { $0 + 1 } ?? 0 : 0)
  }

  /// Does an edit; if it fails and damaged blocks may be replaced, once more without them.
  private mutating func edit(
    _ name: String, _ body: (inout EditingSession) throws(MetadataError) -> Void,
    removing isPart: (MetadataBlock) -> Bool
  ) throws(MetadataError) {
    let before = self
    do {
      try body(&self)
    } catch {
      self = before
      guard replacesDamaged, blocks.contains(where: isPart) else { throw .notEditable(name, "\(error)") }
      blocks.removeAll(where: isPart)
      note("the \(name) could not be edited and was removed or replaced, with all else that it said: \(error)")
      do {
        try body(&self)
      } catch {
        throw .notEditable(name, "\(error)")
      }
    }
  }
}

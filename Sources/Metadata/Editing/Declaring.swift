import ImageContainer

extension EditingSession {
  mutating func declare(_ optOut: OptOut, _ rights: RightsStatement) throws(MetadataError) {
    try declareInXMP(optOut, rights)
    try declareInEXIF(optOut, rights)
    try declareInIPTC(rights)
    if format == .png { replaceTexts(["Author": rights.creator, "Copyright": rights.copyright]) }
  }

  private mutating func declareInIPTC(_ rights: RightsStatement) throws(MetadataError) {
    let isJPEG = format == .jpeg
    let texts: [(number: UInt8, text: String?)] = [
      (IIM.Number.byLine, rights.creator), (IIM.Number.copyright, rights.copyright),
      (IIM.Number.contact, rights.contact),
    ]
    let given = texts.compactMap { pair in pair.text.map { (pair.number, $0) } }
    guard !given.isEmpty else { return }
    try editIPTC { editor throws(MetadataError) in try editor.set(given, creating: isJPEG) }
  }

  private mutating func declareInXMP(_ optOut: OptOut, _ rights: RightsStatement) throws(MetadataError) {
    var changes = Signals.changes(rights)
    if let value = optOut.plusDataMining {
      changes.append(XMPPacket.Change(name: Signals.dataMining, value: .text(value)))
      changes.append(XMPPacket.Change(name: Signals.learningOptOut, value: optOut.xmpLearningOptOut))
    }
    guard !changes.isEmpty else { return }
    try editXMP { editor throws(MetadataError) in try editor.apply(changes) }
  }

  private mutating func declareInEXIF(_ optOut: OptOut, _ rights: RightsStatement) throws(MetadataError) {
    let words = optOut.exifWords
    guard words != nil || rights.creator != nil || rights.copyright != nil else { return }
    let (width, height, isJPEG, density) = (width, height, format == .jpeg, PixelDensity(in: blocks))
    try editEXIF(creating: true) { editor throws(MetadataError) in
      var main: [(tag: Int, value: EXIFEditor.Value?)] = []
      if let creator = rights.creator { main.append((EXIFTag.artist, editor.text(creator))) }
      if let copyright = rights.copyright { main.append((EXIFTag.copyright, editor.text(copyright))) }
      try editor.fillEmptyMain(density: density, isJPEG: isJPEG)
      try editor.setMain(main)
      if let words {
        try editor.setExif(
          [(EXIFTag.learningOptOut, editor.words(words))], width: width, height: height, isJPEG: isJPEG)
      }
    }
  }

  /// Text chunks that say the same as a declared right are changed with it; none are added.
  private mutating func replaceTexts(_ texts: [String: String?]) {
    for (index, block) in blocks.enumerated() {
      guard case .some(.some(let text)) = TextChunk.keyword(of: block).map({ texts[$0] ?? nil }),
        var chunk = TextChunk(block), chunk.string != text
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

  /// Reads what was written.
  ///
  /// - Throws: `MetadataError.notEditable` unless everything that was asked for is there, or gone.
  func check(_ edit: MetadataEdit) throws(MetadataError) {
    guard
      edit.clearsOptOut || edit.clearsRights || edit.stripsAll || !edit.optOut.isEmpty || !edit.rights.isEmpty
        || !edit.privateInformation.isEmpty
    else { return }
    let summary = MetadataReader.summary(blocks)
    // What cannot be read may tell what was to be removed, unless a note says that it tells nothing.
    if !edit.privateInformation.isEmpty,
      let damage = summary.warnings.first(where: { warning in !notes.contains { $0.hasPrefix(warning) } })
    {
      throw .notEditable("metadata", damage)
    }
    if !edit.optOut.isEmpty, let signal = summary.optOuts.first(where: { $0.problem != nil }) {
      throw .notEditable("metadata", "\(signal.carrier): \(signal.problem ?? "")")
    }
    for carrier in ["xmp:plus:DataMining", "exif:LearningOptOutIn"] where !edit.optOut.isEmpty {
      guard summary.optOuts.contains(where: { $0.carrier == carrier && $0.means != "none" && $0.means != "unknown" })
      else { throw .notEditable("metadata", "the opt-out cannot be read back from \(carrier)") }
    }
    let rights = [("creator", edit.rights.creator), ("copyright", edit.rights.copyright)]
    for case (let field, let text?) in rights {
      guard summary.rights.contains(where: { $0.carrier == "xmp" && $0.field == field && $0.value == text }) else {
        throw .notEditable("metadata", "the \(field) cannot be read back")
      }
    }
    let told = summary.told(edit.privateInformation)
    guard told.isEmpty else { throw .notEditable("metadata", "\(told.joined(separator: ", ")) could not be removed") }
  }
}

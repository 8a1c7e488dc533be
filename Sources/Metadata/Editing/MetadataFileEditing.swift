import ImageContainer

extension MetadataFile {
  /// Edits the metadata of this file. What is returned was parsed again: it has the edited blocks and the same picture.
  ///
  /// - Returns: the new file, and what was lost on the way, a sentence each.
  /// - Throws: `MetadataError.notEditable` when a part of the edit cannot be done, `.file` if a block does not fit into this
  ///   kind of file.
  package func applying(_ edit: MetadataEdit) throws(MetadataError) -> (bytes: [UInt8], notes: [String]) {
    var (edited, notes) = try MetadataEditor.apply(edit, to: blocks, format: format, width: width, height: height)
    let dropsTrailer =
      trailerLength > 0
      && (edit.stripsAll
        || !edit.privateInformation.isEmpty && Trailer(self).isRemoved(with: edit.privateInformation))
    if dropsTrailer {
      let length = trailerLength
      edited = FurtherPictures.withoutPromises(edited, notes: &notes)
      notes.append("\(length) bytes after the end of the picture were removed")
    }
    var written = try rewriting(blocks: edited, keepsTrailer: !dropsTrailer)
    if !dropsTrailer { written = PictureIndex.moved(in: written, from: bytes) }
    let again = try MetadataFile(written)
    guard again.pictureBytes == pictureBytes, again.blocks.count == edited.count,
      dropsTrailer || again.trailer == trailer
    else { throw .file("what would be written does not read back") }
    return (written, notes)
  }
}

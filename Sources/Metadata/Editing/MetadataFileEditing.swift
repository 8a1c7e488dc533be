import ImageContainer

extension MetadataFile {
  /// Edits the metadata of this file.
  ///
  /// - Returns: the new file, and what could not be done, a sentence each.
  /// - Throws: `MetadataError.file` if a block does not fit into this kind of file.
  public func applying(_ edit: MetadataEdit) throws(MetadataError) -> (bytes: [UInt8], notes: [String]) {
    let (edited, notes) = MetadataEditor.apply(edit, to: blocks, format: format, width: width, height: height)
    var all = notes
    if edit.stripsAll, trailerLength > 0 {
      all.append("\(trailerLength) bytes after the end of the picture were removed")
    }
    return (try rewriting(blocks: edited, keepsTrailer: !edit.stripsAll), all)
  }
}

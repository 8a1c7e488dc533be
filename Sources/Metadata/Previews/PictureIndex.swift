import ImageContainer

/// The index of further pictures in a JPEG (CIPA DC-007, 5.2): where they begin, counted from the index itself.
enum PictureIndex {
  private static let prefix = Array("MPF".utf8) + [0]
  private static let entries = 0xB002
  private static let entryLength = 16

  /// An edited file with the distances of its index as they are now; as it is without an index.
  ///
  /// - Parameters:
  ///   - written: the edited file, with the same trailer as before.
  ///   - original: the file before.
  static func moved(in written: [UInt8], from original: [UInt8]) -> [UInt8] {
    guard let before = try? MetadataFile(original), before.format == .jpeg, let after = try? MetadataFile(written),
      let old = base(in: before), let new = base(in: after), before.trailerLength > 0
    else { return written }
    let growth = after.trailerOffset - before.trailerOffset
    guard growth != 0 || old.offset != new.offset, let tiff = try? TIFFStructure(Array(new.block.bytes.dropFirst(4))),
      let main = try? tiff.directory(tiff.mainOffset), let list = main[entries], list.isSound
    else { return written }
    var moved = tiff
    for (number, at) in stride(from: list.value.lowerBound, to: list.value.upperBound - 15, by: entryLength)
      .enumerated()
    {
      guard let size = tiff.number(at + 4, 4), let distance = tiff.number(at + 8, 4) else { continue }
      if number == 0, distance == 0 {
        moved.overwrite(at + 4, tiff.encoded(size + growth, 4))
      } else if old.offset + distance >= before.trailerOffset {
        moved.overwrite(at + 8, tiff.encoded(distance + growth - (new.offset - old.offset), 4))
      }
    }
    var bytes = written
    bytes.replaceSubrange(new.offset..<new.offset + moved.bytes.count, with: moved.bytes)
    return bytes
  }

  /// The index and where its structure begins in the file, from where distances count.
  private static func base(in file: MetadataFile) -> (block: MetadataBlock, offset: Int)? {
    guard let index = file.blocks.firstIndex(where: FurtherPictures.isIndex),
      let payload = file.payloadOffset(ofBlock: index)
    else { return nil }
    return (file.blocks[index], payload + prefix.count)
  }
}

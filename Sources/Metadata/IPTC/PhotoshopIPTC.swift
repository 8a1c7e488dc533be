import Crypto
import ImageContainer

/// IPTC-IIM among Photoshop's resources.
extension PhotoshopResources {
  private static let iim = 0x0404
  /// MD5 of the IIM, by which readers see whether it was edited apart from XMP.
  private static let digest = 0x0425

  /// Whether it is known what a resource holds, and that it is nothing private: all but EXIF and XMP of their own, which are
  /// not kept in step with those of the file, and what Adobe's table of identifiers does not know.
  static func isHarmless(_ identifier: Int) -> Bool {
    switch identifier {
    case 0x0422...0x0424: false
    case 0x03E8...0x043C, 0x07D0...0x0BB7, 0x2710: true
    default: false
    }
  }

  /// The IIM stream; `nil` without one.
  ///
  /// - Throws: `MetadataError.iptc` when it, or anything among the resources, is damaged.
  func stream() throws(MetadataError) -> IIM? {
    guard isSound else { throw .iptc("there are other bytes among the Photoshop resources") }
    guard let resource = resources.first(where: { $0.identifier == Self.iim }) else { return nil }
    return try IIM(resource.data)
  }

  /// Drops ObjectPreviewData and what describes it (IIM 4.2, data sets 2:200 to 2:202).
  ///
  /// - Returns: whether there was any.
  mutating func dropIPTCPreview() -> Bool {
    let previews: Set<UInt8> = [200, 201, 202]
    guard let resource = resources.first(where: { $0.identifier == Self.iim }), var stream = try? IIM(resource.data),
      stream.sets.contains(where: { $0.record == 2 && previews.contains($0.number) })
    else { return false }
    stream.remove { previews.contains($0) }
    let kept = rest
    replaceStream(stream)
    rest = kept
    return true
  }

  /// Replaces the IIM, and the digest of it where there was a right one.
  mutating func replaceStream(_ stream: IIM) {
    let bytes = stream.bytes
    rest = []
    let place = resources.firstIndex { $0.identifier == Self.iim }
    let old = place.map { resources[$0].data }
    if let place {
      resources[place].data = bytes
    } else {
      resources.insert(
        Resource(head: Array("8BIM".utf8) + [0x04, 0x04, 0, 0], identifier: Self.iim, data: bytes), at: 0)
    }
    guard let digest = resources.firstIndex(where: { $0.identifier == Self.digest }) else { return }
    // A wrong digest says that the IIM was edited apart from XMP, which is still so.
    if let old, resources[digest].data != Array(Insecure.MD5.hash(data: old)) { return }
    resources[digest].data = Array(Insecure.MD5.hash(data: bytes))
  }
}

import Crypto
import ImageContainer

/// IPTC-IIM among Photoshop's resources.
extension PhotoshopResources {
  private static let iim = 0x0404
  /// MD5 of the IIM, by which readers see whether it was edited apart from XMP.
  private static let digest = 0x0425

  /// The IIM stream; `nil` without one.
  ///
  /// - Throws: `MetadataError.iptc` when it, or anything among the resources, is damaged.
  func stream() throws(MetadataError) -> IIM? {
    guard isSound else { throw .iptc("there are other bytes among the Photoshop resources") }
    guard let resource = resources.first(where: { $0.identifier == Self.iim }) else { return nil }
    return try IIM(resource.data)
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

import ImageContainer
import Provenance

extension FuzzTarget {
  /// The boxes of a C2PA manifest store and the CBOR of its signatures.
  static let jumbf = FuzzTarget(name: "jumbf") { bytes in
    let chunk = MetadataBlock(kind: .chunk("caBX"), bytes: bytes, position: .beforeImage)
    _ = ManifestStructure([chunk], usesLibraryNumber: false).isSound
    let segment = MetadataBlock(kind: .segment(0xEB), bytes: bytes, position: .beforeImage)
    _ = ManifestStructure([segment, segment], usesLibraryNumber: true).isSound
    BlockEdits.run(chunk, .png)
    var reader = CBORReader(bytes, bytes.indices)
    while !reader.isAtEnd, reader.skip() {}
  }
}

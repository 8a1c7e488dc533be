import ImageContainer

extension MetadataReader {
  /// What a whole file says, with what stands behind its picture.
  package static func summary(of file: MetadataFile) -> MetadataSummary {
    var summary = summary(file.blocks)
    for field in Trailer(file).telling { summary.enter(field.name, field.sensitivity) }
    return summary
  }
}

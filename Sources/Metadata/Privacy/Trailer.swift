import ImageContainer

/// What stands behind the end of a picture: further pictures of an index (CIPA DC-007), the video of a motion photo, vendors'
/// data.
struct Trailer {
  struct Field {
    let name: String
    let sensitivity: Sensitivity
  }

  /// What it tells, or may.
  private(set) var telling: [Field] = []

  init(_ file: MetadataFile) {
    var rest = file.trailer[...]
    guard rest.contains(where: { $0 != 0 }) else { return }
    // Pictures of their own are looked into; behind them, padding alone says nothing.
    for _ in 0..<64 {
      guard ImageFormat(signatureOf: Array(rest.prefix(8))) == .jpeg, let picture = try? MetadataFile(Array(rest))
      else { break }
      let summary = MetadataReader.summary(picture.blocks)
      for (list, kind) in [
        (summary.location, PrivateInformation.location), (summary.serials, .device), (summary.people, .people),
        (summary.history, .history),
      ] {
        telling += list.map { Field(name: "trailer: \($0)", sensitivity: .tells(kind)) }
      }
      telling += summary.unknown.map { Field(name: "trailer: \($0)", sensitivity: .unknown) }
      rest = picture.trailer[...]
    }
    if rest.contains(where: { $0 != 0 }) {
      telling.append(Field(name: "\(rest.count) bytes after the end of the picture", sensitivity: .unknown))
    }
  }

  /// Whether it goes when these kinds of information are removed.
  func isRemoved(with kinds: PrivateInformation) -> Bool {
    telling.contains { $0.sensitivity.isRemoved(with: kinds) }
  }
}

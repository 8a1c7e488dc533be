import ImageCodec

extension Encoding {
  /// Says why a mark cannot be read back from a picture that is encoded so.
  var unreadableMark: String {
    let reason =
      coarseQuality.map { "the JPEG is too coarsely compressed (quality about \($0))" } ?? "the picture is too plain"
    return "the invisible mark cannot be read back: \(reason) to carry one"
  }
}

import Watermark

/// A JSON line of `mark detect`: a picture and the mark in it.
struct MarkDetectLine: Encodable {
  let file: String
  let mark: FoundMark

  private enum CodingKeys: String, CodingKey { case file, detected }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(mark.id != nil, forKey: .detected)
    try mark.encode(to: encoder)
  }
}

/// What JSON lines say of a mark that was looked for. `false_alarm` bounds the probability of an answer as sure as this without a mark.
struct FoundMark: Encodable {
  /// `nil`, which is written as null, when none can be read.
  let id: String?
  /// Fingerprint of the key that it was read with: the published one, under which anybody can mark, or one of your own.
  let key: String?
  let falseAlarm: Double
  let scale, rotation: Double
  let flipped, bent: Bool

  private enum CodingKeys: String, CodingKey {
    case id, key
    case falseAlarm = "false_alarm"
    case scale, rotation, flipped, bent
  }

  init(_ found: Detection) {
    (id, key, falseAlarm) = (found.mark?.description, found.key?.fingerprint, found.falseAlarm)
    (scale, rotation, flipped, bent) = (found.scale, found.rotation, found.flipped, found.bent)
  }

  // Scripts look for `id`, so it is not left out when there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encodeIfPresent(key, forKey: .key)
    try container.encode(falseAlarm, forKey: .falseAlarm)
    try container.encode(scale, forKey: .scale)
    try container.encode(rotation, forKey: .rotation)
    try container.encode(flipped, forKey: .flipped)
    try container.encode(bent, forKey: .bent)
  }
}

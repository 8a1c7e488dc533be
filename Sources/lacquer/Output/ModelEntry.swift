import Foundation
import Surrogates

/// The facts about an encoder that `models list` and `models info` tell.
struct ModelEntry: Encodable {
  let name: String
  /// `train`: changes are optimised on it; `judge`: it only scores.
  let role: Encoder.Role
  let taps: [String]
  let granularity: Int
  /// The terms of a model that was added, as far as they are known.
  let licence: String?
  /// What it stands for.
  let summary: String?
  /// Bytes of its file.
  let bytes: Int?
  /// Milliseconds a step at 512² on this machine, once `models check` has measured it.
  let stepMilliseconds: Double?
  /// Whether it was added, rather than came with Lacquer.
  let added: Bool

  init(_ encoder: Encoder) {
    name = encoder.name
    role = encoder.role
    taps = encoder.taps.map(Self.description)
    granularity = encoder.granularity
    licence = "Apache-2.0"
    summary = "one of Lacquer's own: \(encoder.role.use)"
    bytes = encoder.path.flatMap(Self.size)
    stepMilliseconds = ModelStore().stepMilliseconds()[name]
    added = false
  }

  private static func size(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
  }

  enum CodingKeys: String, CodingKey {
    case name, role, taps, granularity, licence, summary, bytes, added
    case stepMilliseconds = "step_ms"
  }

  init(_ card: ModelCard) {
    name = card.name
    role = card.options.role
    taps = card.taps.map(Self.description)
    granularity = card.granularity
    licence = card.options.licence
    summary = card.options.summary
    bytes = (try? ModelStore().file(card.name)).flatMap(Self.size)
    stepMilliseconds = ModelStore().stepMilliseconds()[name]
    added = true
  }

  private static func description(_ tap: Encoder.Tap) -> String {
    "\(tap.name), \(tap.channels) channels at 1/\(tap.reduction)"
  }
}

extension Encoder.Role {
  /// What an encoder is for, for people.
  var use: String {
    switch self {
    case .train: "changes are optimised on it"
    case .target: "changes are led to a target on it"
    case .judge: "it only judges"
    }
  }
}

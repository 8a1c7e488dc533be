/// What a verification found, check by check.
public struct Verdict: Sendable, Equatable, Codable {
  /// One question and its answer.
  public struct Check: Sendable, Equatable, Codable {
    /// A short name that scripts can rely on, such as `ssimulacra2`.
    public let name: String
    /// `nil` when it cannot be known, for example without the original.
    public let ok: Bool?
    /// The figure and what was asked for, for people.
    public let detail: String

    public init(name: String, ok: Bool?, detail: String) {
      self.name = name
      self.ok = ok
      self.detail = detail
    }

    // `ok` is written as null when unknown, not left out: scripts look for the key.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(ok, forKey: .ok)
      try container.encode(detail, forKey: .detail)
    }
  }

  public let file: String
  public let checks: [Check]

  public init(file: String, checks: [Check]) {
    self.file = file
    self.checks = checks
  }

  /// Whether no check said no.
  public var ok: Bool { checks.allSatisfy { $0.ok != false } }

  enum CodingKeys: String, CodingKey { case file, ok, checks }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    file = try container.decode(String.self, forKey: .file)
    checks = try container.decode([Check].self, forKey: .checks)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(ok, forKey: .ok)
    try container.encode(checks, forKey: .checks)
  }
}

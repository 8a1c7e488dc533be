/// What a verification found, check by check.
package struct Verdict: Sendable, Equatable, Codable {
  /// One question and its answer.
  package struct Check: Sendable, Equatable, Codable {
    /// A short name that scripts can rely on, such as `ssimulacra2`.
    package let name: String
    /// `nil` when it cannot be known, for example without the original.
    package let ok: Bool?
    /// The figure and what was asked for, for people.
    package let detail: String
    /// The figure, of a check that has one.
    package let value: Double?
    /// What was asked for, of a check that has a figure.
    package let limit: Double?

    package init(name: String, ok: Bool?, detail: String, value: Double? = nil, limit: Double? = nil) {
      self.name = name
      self.ok = ok
      self.detail = detail
      self.value = value
      self.limit = limit
    }

    // `ok` is written as null when unknown, not left out: scripts look for the key.
    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(ok, forKey: .ok)
      try container.encode(detail, forKey: .detail)
      try container.encodeIfPresent(value, forKey: .value)
      try container.encodeIfPresent(limit, forKey: .limit)
    }
  }

  /// Why a file could not be judged.
  package struct Failure: Sendable, Equatable, Codable {
    /// A short name of the kind of error, for machines.
    package let code: String
    package let message: String

    package init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  package let file: String
  /// The file that it was judged against, if there was one.
  package let original: String?
  package let checks: [Check]
  /// Set where the file could not be judged.
  package let error: Failure?

  package init(file: String, original: String? = nil, checks: [Check] = [], error: Failure? = nil) {
    self.file = file
    self.original = original
    self.checks = checks
    self.error = error
  }

  /// Whether the file was judged and no check said no.
  package var ok: Bool { error == nil && checks.allSatisfy { $0.ok != false } }

  enum CodingKeys: String, CodingKey { case file, original, ok, checks, error }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    file = try container.decode(String.self, forKey: .file)
    original = try container.decodeIfPresent(String.self, forKey: .original)
    checks = try container.decode([Check].self, forKey: .checks)
    error = try container.decodeIfPresent(Failure.self, forKey: .error)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(ok, forKey: .ok)
    try container.encodeIfPresent(original, forKey: .original)
    try container.encode(checks, forKey: .checks)
    try container.encodeIfPresent(error, forKey: .error)
  }
}

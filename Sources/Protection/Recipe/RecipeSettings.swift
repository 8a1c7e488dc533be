import Files
import Foundation

extension Recipe {
  /// A short tag of each setting, by its name: recipes can be compared without being told. A tag is the beginning of the
  /// SHA-256 of the setting as JSON; but that of the preparation tells it, since what verifies has to do the same.
  package var settingTags: [String: String] {
    guard let json = try? JSONEncoder().encode(self),
      let settings = try? JSONSerialization.jsonObject(with: json) as? [String: Any]
    else { return [:] }
    var flat = settings
    if let mark = settings["mark"] as? [String: Any] {
      flat["mark"] = nil
      for (name, value) in mark { flat["mark.\(name)"] = value }
    }
    flat["version"] = Self.algorithmVersion
    flat["preparation"] = nil
    var tags = flat.compactMapValues { value -> String? in
      let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed]
      return (try? JSONSerialization.data(withJSONObject: value, options: options))
        .map { String(Digest.sha256($0).prefix(8)) }
    }
    tags["preparation"] = preparation?.description
    // `verify` does not hold it against a file that what was to go is gone.
    if metadata.removes { tags["removes"] = "metadata" }
    return tags
  }

  /// The settings, in words, in which another recipe differs from this one.
  ///
  /// - Parameter tags: of the other recipe.
  package func differences(from tags: [String: String]) -> [String] {
    let own = settingTags
    let names = Set(own.keys).union(tags.keys).filter { own[$0] != tags[$0] }
    return Set(names.map { Self.words[$0] ?? $0 }).sorted()
  }

  private static let words = [
    "preparation": "size, format, colours or grain",
    "maximumGrowth": "limit of growth", "metadata": "opt-out and rights", "removes": "opt-out and rights",
    "perturbs": "whether to perturb",
    "surrogates": "surrogate", "workingSide": "working size", "mark.key": "mark key", "mark.recipient": "recipient",
    "mark.id": "mark id", "mark.psnr": "strength of the mark",
    "mark.strength": "strength of the mark", "version": "version of Lacquer",
  ]
}

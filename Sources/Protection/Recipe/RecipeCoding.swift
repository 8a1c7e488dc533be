import ImageCodec
import Metadata
import Stamp

/// A recipe as it stands in receipts, and as it is hashed: one key a setting, and none for what is not there, so that older
/// recipes keep their hashes.
extension Recipe: Codable {
  private enum CodingKeys: String, CodingKey {
    case strength, epsilon, objective, surrogates, steps, workingSide, seed, maximumGrowth, metadata, preparation, stamp
    case perturbs, mark
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      strength: try values.decode(Strength.self, forKey: .strength),
      epsilon: try values.decode(Int.self, forKey: .epsilon),
      objective: try values.decode(Objective.self, forKey: .objective),
      surrogates: try values.decode([String].self, forKey: .surrogates),
      steps: try values.decode(Int.self, forKey: .steps),
      workingSide: try values.decode(Int.self, forKey: .workingSide),
      seed: try values.decode(UInt64.self, forKey: .seed),
      maximumGrowth: try values.decodeIfPresent(Double.self, forKey: .maximumGrowth),
      metadata: try values.decode(MetadataEdit.self, forKey: .metadata),
      preparation: try values.decodeIfPresent(Preparation.self, forKey: .preparation),
      stamp: try values.decodeIfPresent(StampSettings.self, forKey: .stamp),
      perturbs: try values.decode(Bool.self, forKey: .perturbs),
      mark: try values.decodeIfPresent(MarkRecipe.self, forKey: .mark))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(strength, forKey: .strength)
    try values.encode(epsilon, forKey: .epsilon)
    try values.encode(objective, forKey: .objective)
    try values.encode(surrogates, forKey: .surrogates)
    try values.encode(steps, forKey: .steps)
    try values.encode(workingSide, forKey: .workingSide)
    try values.encode(seed, forKey: .seed)
    try values.encodeIfPresent(maximumGrowth, forKey: .maximumGrowth)
    try values.encode(metadata, forKey: .metadata)
    try values.encodeIfPresent(preparation, forKey: .preparation)
    try values.encodeIfPresent(stamp, forKey: .stamp)
    try values.encode(perturbs, forKey: .perturbs)
    try values.encodeIfPresent(mark, forKey: .mark)
  }
}

import Crypto
import Files
import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Stamp
import Surrogates

/// Everything that decides what comes out of a picture, apart from the picture itself. Two runs with equal recipes give
/// equal bytes.
package struct Recipe: Sendable, Equatable {
  /// Raised whenever the same settings would give other bytes than before.
  package static let algorithmVersion = 21

  /// The L∞ caps that may be asked for, in levels of 255.
  package static let epsilons = 1...64
  /// The factors of growth that may be asked for.
  package static let growths = 1.0...1000.0

  /// What the decoded output may cost.
  package var strength: Strength
  /// L∞ cap of the change in levels of 255.
  package var epsilon: Int
  /// Whether to move away from the picture's features or toward those of a target.
  package var objective: Objective
  /// Names or paths of the encoders that the change is optimised on.
  package var surrogates: [String]
  /// Gradient steps.
  package var steps: Int
  /// Long side in pixels of the working copy on which the change is optimised.
  package var workingSide: Int
  /// Mixed into the seed, for other random choices with the same settings.
  package var seed: UInt64
  /// Largest growth of the file, as a factor of the source's bytes; `nil` leaves it to the format.
  package var maximumGrowth: Double?
  /// What the output declares: opt-outs and rights.
  package var metadata: MetadataEdit
  /// What is done to the picture before anything else.
  private var beforehand: Beforehand
  /// Whether the picture is changed to move encoders at all.
  package var perturbs: Bool
  /// How the output is marked; `nil` when it is not.
  package var mark: MarkRecipe?

  /// What the change is optimised for.
  package enum Objective: Sendable, Equatable, Codable {
    /// Away from what the encoders make of the picture.
    case drift
    /// Toward what they make of the picture with this SHA-256.
    case target(sha256: String)
    /// Toward what they make of one of Lacquer's own patterns, the nearest to the picture.
    case patterns
    /// Toward what they make of one of the pictures with these SHA-256, the nearest to the picture: an anchor concept.
    case anchor(sha256: [String])
  }

  package init(
    strength: Strength = .standard, epsilon: Int? = nil, objective: Objective = .drift,
    surrogates: [String]? = nil,
    steps: Int? = nil, workingSide: Int = 768, seed: UInt64 = 0, maximumGrowth: Double? = nil,
    metadata: MetadataEdit = MetadataEdit(), preparation: Preparation? = nil, stamp: StampSettings? = nil,
    perturbs: Bool = true, mark: MarkRecipe? = nil
  ) {
    self.strength = strength
    self.epsilon = epsilon ?? strength.epsilon
    self.objective = objective
    let surrogates = surrogates ?? [objective == .drift ? Catalogue.builtin : Catalogue.targetBuiltin]
    self.surrogates = surrogates
    self.steps = steps ?? Self.steps(surrogates: surrogates, objective: objective, strength: strength)
    self.workingSide = workingSide
    self.seed = seed
    self.maximumGrowth = maximumGrowth
    self.metadata = metadata
    beforehand = Beforehand(preparation: preparation, stamp: stamp)
    self.perturbs = perturbs
    self.mark = mark
  }

  /// What is made of the picture first: another size, kind of file or space of colours.
  package var preparation: Preparation? {
    get { beforehand.preparation }
    set { beforehand.preparation = newValue }
  }

  /// The visible stamp, if there is one.
  package var stamp: StampSettings? {
    get { beforehand.stamp }
    set { beforehand.stamp = newValue }
  }

  /// Whether the only surrogate is the built-in encoder of strokes, which takes fewer steps and finer views.
  var isTunedOnStrokes: Bool { Self.isTunedOnStrokes(surrogates) }

  /// Whether the change begins with what the generator makes, which leads away from the picture, whatever encoder steps follow on.
  var beginsWithGenerator: Bool { objective == .drift }

  /// Whether gradient steps also lower what a metric of visibility sees.
  var minimisesVisibility: Bool { objective == .drift && steps > 0 }

  /// What the generator makes is as far over matched noise as steps on its own teacher take it. Steps make the same movement less visible,
  /// and take longer than all the rest (Research/notes/perturbation.md): `strong` has them, since there it shows the most.
  private static func steps(surrogates: [String], objective: Objective, strength: Strength) -> Int {
    guard objective == .drift else { return 40 }
    guard isTunedOnStrokes(surrogates) else { return 60 }
    return strength == .strong ? 16 : 0
  }

  private static func isTunedOnStrokes(_ surrogates: [String]) -> Bool { surrogates == [Catalogue.builtin] }

  /// Largest growth of a file of this format, as a factor of the source's bytes, the metadata that is declared aside.
  package func maximumGrowth(of format: ImageFormat) -> Double {
    maximumGrowth ?? Self.usualGrowth(of: format)
  }

  /// Largest growth where none is asked for.
  package static func usualGrowth(of format: ImageFormat) -> Double {
    switch format {
    case .png, .webp: 1.5
    case .jpeg: 1.12
    }
  }

  /// SHA-256, in hex, of the recipe as JSON with sorted keys and the algorithm's version.
  package var hash: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // Encoding numbers, strings and enums cannot fail; an empty recipe would still be told apart by its version.
    let json = (try? encoder.encode(self)) ?? Data()
    return Files.Digest.sha256(Data("lacquer \(Self.algorithmVersion) ".utf8) + json)
  }

  /// The seed for one picture: from its hash and the recipe's, so that a retry or another machine chooses the same. All
  /// recipients' copies of a picture begin with the same change, which is looked for once.
  package func perturbationSeed(forPictureWithHash hash: String) -> UInt64 {
    var unmarked = self
    unmarked.mark = nil
    // A picture that needs no preparation comes out as it does without.
    unmarked.preparation = nil
    let digest = SHA256.hash(data: Data((hash + unmarked.hash).utf8))
    return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

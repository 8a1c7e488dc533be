import Foundation
import Protection
import Provenance
import Watermark

extension Receipt {
  /// The receipt of a picture that was protected.
  ///
  /// - Parameter outcome: of a job that ended in `.protected`. Of its mark's id only the hash is told.
  /// - Returns: `nil` for any other outcome.
  /// - Throws: when a figure cannot be encoded.
  public init?(
    _ outcome: Outcome, recipe: Recipe, versions: Versions, time: Date
  ) throws {
    guard outcome.status == .protected, let sha256In = outcome.sha256In, let sha256Out = outcome.sha256Out,
      let output = outcome.output
    else { return nil }
    self.init(
      input: File(name: (outcome.input as NSString).lastPathComponent, sha256: sha256In),
      output: File(name: (output as NSString).lastPathComponent, sha256: sha256Out),
      unsignedSHA256: outcome.sha256Unsigned, perceptualHash: outcome.perceptualHash,
      recipe: try JSONValue(recipe), recipeHash: recipe.hash,
      seed: recipe.perturbationSeed(forPictureWithHash: sha256In),
      versions: versions, distortion: try outcome.distortion.map { try JSONValue($0) },
      protection: try outcome.protection.map { try JSONValue($0) },
      markIDHash: outcome.mark?.mark.idHash,
      time: time)
  }
}

extension Recipe {
  /// The recipe of a receipt.
  ///
  /// - Throws: `ReceiptError.format` when this version of Lacquer would make other bytes from it.
  public init(of receipt: Receipt) throws {
    guard let recipe = try? receipt.recipe.decoded(as: Recipe.self) else {
      throw ReceiptError.format("the receipt's recipe is not one of this version of Lacquer")
    }
    guard recipe.hash == receipt.recipeHash else {
      throw ReceiptError.format(
        "the receipt was made by Lacquer \(receipt.versions.lacquer), whose algorithm makes other bytes: use that version"
      )
    }
    self = recipe
  }
}

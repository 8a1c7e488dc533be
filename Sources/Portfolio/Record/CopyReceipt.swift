import Foundation
import Protection
import Provenance

extension Receipt {
  /// The receipt of a copy that was written. Of its mark's id only the hash is told.
  ///
  /// - Returns: `nil` for a copy that has no recipe, or was not written.
  /// - Throws: when a figure cannot be encoded.
  package init?(_ record: CopyRecord, versions: Versions, time: Date) throws {
    guard let order = record.order, let output = record.output, let sha256Out = output.sha256,
      let sha256In = record.source.sha256
    else { return nil }
    let name = { (path: String) in (path as NSString).lastPathComponent }
    self.init(
      input: File(name: name(record.source.input.path), sha256: sha256In),
      output: File(name: name(output.target.path), sha256: sha256Out, imageCode: output.imageCode?.text),
      unsignedSHA256: output.unsignedSHA256,
      perceptualHash: output.perceptualHash?.hex,
      recipe: try JSONValue(order.recipe), recipeHash: order.recipeHash,
      seed: order.recipe.perturbationSeed(forPictureWithHash: sha256In), versions: versions,
      distortion: try record.figures.map { try JSONValue($0.distortion) },
      protection: try record.figures.map { try JSONValue($0.drift) }, markIDHash: record.marks.invisible?.mark.idHash,
      time: time)
  }
}

extension Recipe {
  /// The recipe of a receipt.
  ///
  /// - Throws: `ReceiptError.format` when this version of Lacquer would make other bytes from it.
  package init(of receipt: Receipt) throws {
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

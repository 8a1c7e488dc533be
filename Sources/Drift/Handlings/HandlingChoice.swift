import Foundation
import Handling
import Surrogates

/// Finds the handlings behind names: one handling, a group of them, an autoencoder or a program.
package enum HandlingChoice {
  private static let groups = ["everyday": Handling.everyday, "removers": Handling.removers]

  /// Whether a name may stand for a handling; whether an autoencoder or a program is here shows later.
  package static func knows(_ name: String) -> Bool {
    groups[name] != nil || Handling.named(name) != nil
      || [Purifier.prefix, ExternalProgram.prefix].contains { name.hasPrefix($0) && name.count > $0.count }
  }

  /// The name that several programs in different folders would have in common in reports.
  package static func ambiguous(_ names: [String]) -> String? {
    let programs = Set(names.filter { $0.hasPrefix(ExternalProgram.prefix) })
    return Dictionary(grouping: programs, by: ExternalProgram.name).first { $0.value.count > 1 }?.key
  }

  /// The handlings of these names in their order, each once; without names all there are.
  ///
  /// - Throws: `SurrogateError`, `DriftError` for an autoencoder that cannot be had, `HandlingError` for a program.
  package static func handlings(_ names: [String], threads: Int) throws -> [Handling] {
    var chosen: [Handling] = []
    for name in names.isEmpty ? ["everyday", "removers"] : names {
      let more: [Handling]
      if let handling = Handling.named(name) {
        more = [handling]
      } else if name.hasPrefix(Purifier.prefix) {
        more = [try purifier(String(name.dropFirst(Purifier.prefix.count)), threads: threads)]
      } else if name.hasPrefix(ExternalProgram.prefix) {
        more = [try ExternalProgram.handling(path: String(name.dropFirst(ExternalProgram.prefix.count)))]
      } else {
        more = try (groups[name] ?? []) + (name == "removers" ? storedPurifiers(threads: threads) : [])
      }
      chosen += more.filter { handling in !chosen.contains { $0.name == handling.name } }
    }
    return chosen
  }

  private static func storedPurifiers(threads: Int) throws -> [Handling] {
    try ModelStore().list().filter { $0.decoder != nil }.map { try purifier($0.name, threads: threads) }
  }

  /// The round trip through an autoencoder of the catalogue, or through a decoder's file and the encoder beside it.
  private static func purifier(_ name: String, threads: Int) throws -> Handling {
    let runtime = try Runtime.shared()
    let encoder: Encoder
    let decoder: String
    if name.hasSuffix(".safetensors") {
      decoder = name
      encoder = try Encoder.load(path: AutoencoderFiles.encoderPath(besideDecoder: name))
    } else {
      let store = ModelStore()
      guard let path = try store.decoder(name) else {
        throw SurrogateError.invalidArgument(
          "\(name) was added without its decoder: `lacquer models add \(name) --from ENCODER --decoder DECODER --replace`"
        )
      }
      (encoder, decoder) = (try store.encoder(name), path)
    }
    return try Purifier.handling(
      name: (name as NSString).lastPathComponent,
      encoder: Session(encoder: encoder, runtime: runtime, threads: threads),
      decoder: LatentDecoder(path: decoder, runtime: runtime, threads: threads))
  }
}

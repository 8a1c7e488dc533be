import ImageCodec
import ImageContainer
import Raster

/// The file that a closed loop chose, encoded and decoded again.
struct FittedFile {
  let file: EncodedFile
  /// How far any of the samples that were given to the encoder was moved, in levels of 255.
  let intendedPeak: Double
  let decoded: Artwork
  /// `decoded` with its colours outside sRGB, as it is compared with the original.
  let picture: PackedImage
  let plan: FilePlan
  /// SSIMULACRA2 of `picture`.
  let score: Double
  /// Whether the perturbation is weaker than it might be so that the file does not grow too much.
  let isGrowthLimited: Bool
  let warnings: [Warning]
}

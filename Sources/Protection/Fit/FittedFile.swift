import ImageCodec
import ImageContainer
import Raster

/// The file that a closed loop chose, encoded and decoded again.
struct FittedFile {
  let file: EncodedFile
  /// The samples that were given to the encoder.
  let intended: Artwork
  let decoded: Artwork
  /// `decoded` as planes, with its colours outside sRGB, as it is compared with the original.
  let picture: RasterImage
  let plan: FilePlan
  /// SSIMULACRA2 of `picture`.
  let score: Double
  /// Whether the perturbation is weaker than it might be so that the file does not grow too much.
  let isGrowthLimited: Bool
  let warnings: [Warning]
}

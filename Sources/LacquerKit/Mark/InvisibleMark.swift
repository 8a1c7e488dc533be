import Files
import ImageCodec
import Protection
import Watermark

/// The invisible mark: 64 bits in the pixels of a picture, found again with a key after scaling, turning, cropping and JPEG.
public enum InvisibleMark {
  /// A picture with a mark.
  public struct MarkedFile: Sendable {
    /// The whole file, of the kind that was given.
    public let bytes: [UInt8]
    /// SSIMULACRA2 of the decoded file and the original: 100 for equal pictures.
    public let ssimulacra2: Double
    /// Peak signal-to-noise ratio of the decoded file, in dB.
    public let psnr: Double
    /// What each self-test, such as `jpeg-50`, leaves of the mark over what reading needs. Under 1 the mark is lost in it.
    public let survival: [String: Double]
    /// What could not stay as it was, a sentence each.
    public let notes: [String]
  }

  /// Embeds a mark in a picture, and reads it back from the file that was written.
  ///
  /// - Parameters:
  ///   - id: what the mark says.
  ///   - key: who can read it.
  ///   - file: the bytes of the whole file.
  ///   - psnr: strength of the embedding in dB, from 20 to 70. By default the mark is as strong as its self-tests ask for, as long
  ///     as SSIMULACRA2 stays at 85 or over.
  ///   - limits: what is refused before it is decoded.
  /// - Throws: ``LacquerError``: the codes of a file that cannot be read, `too-small`, `value` for a strength outside its range, and
  ///   `verification` where the picture is too plain, or a JPEG too coarse, to carry a mark.
  public static func embed(
    _ id: UInt64, key: Key, into file: [UInt8], psnr: Double? = nil, limits: PictureLimits = PictureLimits()
  ) throws(LacquerError) -> MarkedFile {
    try LacquerError.translating {
      try validate(psnr: psnr)
      let marked = try MarkedPicture.embed(
        Mark(id: id), key: key.secret, into: file, psnr: psnr, readOptions: limits.readOptions())
      return MarkedFile(
        bytes: marked.file.bytes, ssimulacra2: marked.ssimulacra2, psnr: marked.psnr,
        survival: Dictionary(marked.survivals.map { ($0.name, $0.margin) }) { first, _ in first },
        notes: marked.file.notes)
    }
  }

  /// Looks for a mark of any of several keys in a picture, whatever happened to it.
  ///
  /// - Parameters:
  ///   - file: the bytes of the whole file.
  ///   - keys: whose marks, the likeliest first.
  ///   - falseAlarm: the largest probability, over all keys together, that a picture without a mark is said to have one.
  ///   - limits: what is refused before it is decoded.
  /// - Throws: ``LacquerError``: the codes of a file that cannot be read, `key` without a key, `false-alarm`.
  public static func read(
    from file: [UInt8], keys: [Key], falseAlarm: Double = 1e-9, limits: PictureLimits = PictureLimits()
  ) throws(LacquerError) -> Reading {
    try LacquerError.translating {
      let picture = try ImageCodec.readAny(file, options: limits.readOptions()).packedWorkingCopy()
      return Reading(try Watermark.detect(in: picture, keys: keys.map(\.secret), falseAlarm: falseAlarm))
    }
  }

  static func validate(psnr: Double?) throws(LacquerError) {
    guard let psnr, !MarkRecipe.strengths.contains(psnr) else { return }
    throw LacquerError(.value, "the strength of a mark must be from 20 to 70 dB, not \(psnr)")
  }
}

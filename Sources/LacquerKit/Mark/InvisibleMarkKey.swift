import Protection
import Watermark

extension InvisibleMark {
  /// A key of 256 bits, without which a mark can be neither read nor removed on purpose.
  public struct Key: Sendable, Equatable {
    let secret: MarkKey

    /// Creates a key of 32 bytes that were kept.
    ///
    /// - Throws: ``LacquerError`` with the code `key` for any other number of bytes.
    public init(bytes: [UInt8]) throws(LacquerError) {
      secret = try LacquerError.translating { try MarkKey(bytes: bytes) }
    }

    private init(secret: MarkKey) {
      self.secret = secret
    }

    /// A new key from the system's secure random numbers. Keep its ``bytes``: they cannot be had again.
    public static func random() -> Key { Key(secret: .random()) }

    /// The published key, whose marks anyone may read and anyone who tries may remove.
    public static let published = Key(secret: MarkKey.published)

    /// The 32 bytes of the key. Whoever has them can read, forge and remove the marks made with them.
    public var bytes: [UInt8] { secret.bytes }

    /// 32 hexadecimal digits that tell keys apart and give nothing of them away.
    public var fingerprint: String { secret.fingerprint }
  }

  /// The mark that a ``Protector`` embeds.
  public struct Settings: Sendable, Equatable {
    /// Who can read the mark.
    public var key: Key
    /// What the mark says; `nil` lets the id follow from key, picture and recipient, so that each copy has its own.
    public var id: UInt64?
    /// Strength of the embedding in dB, from 20 to 70; `nil` lets it follow from the picture and its strength.
    public var psnr: Double?

    /// Creates settings of a mark.
    public init(key: Key, id: UInt64? = nil, psnr: Double? = nil) {
      self.key = key
      self.id = id
      self.psnr = psnr
    }

    var issuer: MarkIssuer { MarkIssuer(key: key.secret, id: id, psnr: psnr) }

    func validate() throws(LacquerError) { try InvisibleMark.validate(psnr: psnr) }
  }
}

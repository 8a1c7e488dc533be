import Files

/// Why metadata could not be read or edited. Every description is one line that says what, and what to do.
package enum MetadataError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// An XMP packet that is not what the standard says; the text says where.
  case xmp(String)
  /// An EXIF block that is not what the standard says.
  case exif(String)
  /// IPTC-IIM or Photoshop resources that are not what their standards say.
  case iptc(String)
  /// A compressed stream that is damaged or unpacks to more than its limit.
  case deflate(String)
  /// The file's structure does not let anything be spliced.
  case file(String)
  /// A part of the metadata, named first, does not let what was asked for be done.
  case notEditable(String, String)
  /// Something asked for is no valid value.
  case value(String)
  /// Content Credentials could not be made or read.
  case credentials(String)

  package var code: String {
    switch self {
    case .xmp: "xmp"
    case .exif: "exif"
    case .iptc: "iptc"
    case .deflate, .file: "metadata"
    case .notEditable: "metadata-not-editable"
    case .value: "value"
    case .credentials: "credentials"
    }
  }

  package var description: String {
    switch self {
    case .xmp(let what): "damaged XMP: \(what)"
    case .exif(let what): "damaged EXIF: \(what)"
    case .iptc(let what): "damaged IPTC: \(what)"
    case .deflate(let what): "damaged file: \(what)"
    case .file(let what): "its metadata cannot be read or edited: \(what)"
    case .notEditable(let part, let why):
      "the \(part) cannot be edited as asked (\(why)); nothing was written; --replace-damaged puts fresh blocks in place of damaged ones"
    case .value(let what): what
    case .credentials(let what): "Content Credentials: \(what)"
    }
  }
}

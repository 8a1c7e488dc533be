import Files

/// Spreads outputs over folders, for file systems that are slow with millions of names in one.
package struct FanOut: Sendable, Equatable {
  /// How many digits of the hash name the folder.
  private let digits: Int

  /// - Parameter digits: 1 to 4, for 16 to 65,536 folders; `nil` for other numbers.
  package init?(digits: Int) {
    guard (1...4).contains(digits) else { return nil }
    self.digits = digits
  }

  /// The input with an output in the folder that the SHA-256 of its output's path names.
  package func placed(_ input: InputFile) -> InputFile {
    guard case .file(let path, let relativePath) = input else { return input }
    let folder = Digest.sha256(Array(relativePath.utf8)).prefix(digits)
    return .file(path, relativePath: "\(folder)/\(relativePath)")
  }
}

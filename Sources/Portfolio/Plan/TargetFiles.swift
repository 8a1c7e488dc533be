import Foundation

/// The pictures that encoders are to be led to.
package enum TargetFiles {
  /// A picture's path, or the paths of the pictures directly in a folder, sorted by name.
  ///
  /// - Throws: `PortfolioError.noSuchFile`, also for a folder without PNG, JPEG or WebP.
  package static func paths(_ path: String) throws(PortfolioError) -> [String] {
    let (inputs, failures) = InputList().expand([path])
    if let failure = failures.first { throw failure.error }
    guard !inputs.isEmpty else { throw .noSuchFile("\(path)/*.png, *.jpg") }
    return inputs.map(\.path).sorted()
  }
}

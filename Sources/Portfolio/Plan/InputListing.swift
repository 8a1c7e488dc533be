/// What was found where a command was told to look.
package struct InputListing: Sendable {
  /// In the order of the arguments, and sorted within a folder.
  package var inputs: [InputFile] = []
  /// Paths that cannot be worked on, with the reason.
  package var failures: [(path: String, error: PortfolioError)] = []
  /// Pictures in folders whose kind Lacquer cannot read.
  package var unsupported: [(input: InputFile, kind: String)] = []
  /// Folders that were left out because outputs go there.
  package var leftOut: [String] = []
  /// Folders with pictures that were not entered, since only those right below the named ones were asked for.
  package var notEntered: [String] = []

  mutating func add(_ finding: FolderWalk.Finding) {
    switch finding {
    case .input(let input): inputs.append(input)
    case .failure(let path, let error): failures.append((path, error))
    case .unsupported(let input, let kind): unsupported.append((input, kind))
    case .leftOut(let folder): leftOut.append(folder)
    case .notEntered(let folder): notEntered.append(folder)
    }
  }
}

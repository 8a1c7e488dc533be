/// What was found where a command was told to look.
public struct InputListing: Sendable {
  /// In the order of the arguments, and sorted within a folder.
  public var inputs: [InputFile] = []
  /// Paths that cannot be worked on, with the reason.
  public var failures: [(path: String, error: PortfolioError)] = []
  /// Pictures in folders whose kind Lacquer cannot read.
  public var unsupported: [(input: InputFile, kind: String)] = []
  /// Folders that were left out because outputs go there.
  public var leftOut: [String] = []
}

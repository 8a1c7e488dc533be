import Files

/// Why the parts of a fleet cannot be told, run or gathered.
package enum FleetError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// A file that should be a manifest, and the number of the line that is none of its kind, from 1.
  case notAManifest(String, line: Int)
  /// A line of a listing without a size: file and number from 1.
  case listing(String, line: Int)
  /// What `--shard` was given, and what is wrong with it.
  case shard(String, String)
  /// A manifest that changed while it was read.
  case changed(String)
  /// Another process works on the same shard.
  case busy(String)
  /// A file of results that is of another manifest, number of shards or recipe: what differs.
  case otherRun(String, String)
  /// A folder without any results.
  case noResults(String)
  /// A file of results that is not whole, though it has its final name.
  case damagedResults(String)
  /// Results that do not add up to the manifest: how many pictures there are, and how many should be.
  case incomplete(Int, of: Int)

  package var code: String {
    switch self {
    case .notAManifest: "manifest"
    case .listing: "listing"
    case .shard: "shard"
    case .changed: "manifest-changed"
    case .busy: "shard-busy"
    case .otherRun: "other-run"
    case .noResults: "no-results"
    case .damagedResults: "results"
    case .incomplete: "incomplete"
    }
  }

  package var description: String {
    switch self {
    case .notAManifest(let path, let line):
      "\(path): line \(line) is not that of a manifest: make one with lacquer manifest"
    case .listing(let path, let line):
      "\(path): line \(line) is not PATH;SIZE: list with rclone lsf --recursive --files-only --format ps"
    case .shard(let text, let reason): "--shard \(text): \(reason)"
    case .changed(let path): "\(path) was changed while it was read: begin again"
    case .busy(let path): "\(path): another process works on this shard"
    case .otherRun(let path, let difference):
      "\(path) is of a run with \(difference): give each run a --results folder of its own"
    case .noResults(let folder): "\(folder) holds no results: lacquer protect --results makes them"
    case .damagedResults(let path): "\(path) is not whole: delete it and run that shard again"
    case .incomplete(let count, let expected):
      "the results are of \(count) pictures and the manifest has \(expected): results of two runs lie in one folder"
    }
  }
}

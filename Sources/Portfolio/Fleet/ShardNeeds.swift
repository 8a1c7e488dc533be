/// What a scheduler is asked for, for each of the shards of a manifest.
package struct ShardNeeds: Sendable, Equatable {
  /// Seconds of one core: of the longest shard, and of the mean one.
  package let longest: Double
  package let mean: Double
  /// Memory of a task in MiB, which is that of the largest picture and a reserve.
  package let memory: Int
  /// Time of a task in minutes: twice what is expected of the longest shard, and a minute to begin.
  package let minutes: Int

  /// What is kept free beside the largest picture, in MiB.
  private static let reserve = 512

  /// - Parameter threads: of each task.
  package init(_ manifest: Manifest, shards count: Int, threads: Int) {
    let division = ShardDivision(manifest.classes, count: count)
    longest = Double(division.loads.max() ?? 0) / 1000
    mean = Double(manifest.classes.milliseconds) / 1000 / Double(count)
    memory = ProtectTask.memory(pixels: manifest.pixels) >> 20 + Self.reserve
    minutes = Int((longest * 2 / Double(threads) / 60).rounded(.up)) + 1
  }
}

/// Which pictures of a manifest each shard does: classes of pictures from the costliest to the cheapest, each picture for the
/// shard that has least so far (Graham's LPT rule, SIAM J. Appl. Math. 17, 1969). A pure function of the manifest's costs and
/// the number of shards, so that every machine finds its own part alone.
package struct ShardDivision: Sendable {
  /// Of each shard, in milliseconds.
  package private(set) var loads: [Int]
  /// How many pictures each shard has.
  package private(set) var counts: [Int]
  /// Pictures of a class that the shard in question does, by their rank in the manifest.
  private var ranks: [Int: Range<Int>] = [:]

  /// - Parameters:
  ///   - count: how many shards there are, at least 1.
  ///   - shard: whose pictures are to be told, if any.
  package init(_ classes: CostClasses, count: Int, for shard: Int? = nil) {
    loads = [Int](repeating: 0, count: count)
    counts = loads
    for (index, group) in classes.classes.enumerated().reversed() where group.count > 0 {
      let shares = Self.shares(of: group.count, each: group.mean, loads)
      if let shard {
        let start = shares[..<shard].reduce(0, +)
        ranks[index] = start..<start + shares[shard]
      }
      for (index, share) in shares.enumerated() {
        loads[index] += share * group.mean
        counts[index] += share
      }
    }
  }

  /// Whether the shard in question does the picture of this rank in its class.
  func includes(rank: Int, ofClass index: Int) -> Bool { ranks[index]?.contains(rank) ?? false }

  /// Hands out pictures that cost the same, each to the shard with the least load, of several to the first.
  ///
  /// The outcome of doing so one by one is found at once: loads are filled up to a level.
  private static func shares(of count: Int, each cost: Int, _ loads: [Int]) -> [Int] {
    func taken(below level: Int) -> Int {
      loads.reduce(0) { $0 + ($1 < level ? (level - $1 + cost - 1) / cost : 0) }
    }
    let least = loads.min() ?? 0
    // The highest level below which no more than all pictures begin.
    var (low, high) = (least, least + count * cost + 1)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if taken(below: middle) <= count { low = middle } else { high = middle }
    }
    var shares = loads.map { $0 < low ? (low - $0 + cost - 1) / cost : 0 }
    var rest = count - shares.reduce(0, +)
    for index in loads.indices where rest > 0 && loads[index] + shares[index] * cost == low {
      shares[index] += 1
      rest -= 1
    }
    return shares
  }
}

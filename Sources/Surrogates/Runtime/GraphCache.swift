import Synchronization

/// The graphs that were used last, ready to run.
package final class GraphCache<Key: Hashable & Sendable>: Sendable {
  private let capacity: Int
  private let entries = Mutex<[(key: Key, graph: CompiledGraph)]>([])

  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// The graph for a key, made by `make` where there is none; callers wait for one that is being made.
  package func graph(
    for key: Key, make: () throws(SurrogateError) -> CompiledGraph
  ) throws(SurrogateError) -> CompiledGraph {
    try entries.withLock { entries throws(SurrogateError) in
      if let index = entries.firstIndex(where: { $0.key == key }) {
        let entry = entries.remove(at: index)
        entries.append(entry)
        return entry.graph
      }
      let graph = try make()
      // The one used longest ago goes.
      if entries.count >= capacity { entries.removeFirst() }
      entries.append((key, graph))
      return graph
    }
  }

  /// Lets go of all graphs; those that are running stay until they are done.
  package func removeAll() {
    entries.withLock { $0.removeAll() }
  }
}

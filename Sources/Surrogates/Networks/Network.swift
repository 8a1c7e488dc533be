/// A network that can be put into a graph: a file's layers or nodes, with the places where it is listened to.
package protocol Network: Sendable {
  /// Appends the network to a graph.
  ///
  /// - Parameter input: a picture of shape `[1, 3, height, width]` in the range that the network takes.
  /// - Returns: the names of the taps' values, from the first to the last.
  func append(to graph: inout Graph, input: String) throws(SurrogateError) -> [String]

  /// The same network listened to at fewer places.
  ///
  /// - Parameter indices: positions among its taps, rising.
  func keeping(taps indices: [Int]) throws(SurrogateError) -> Self
}

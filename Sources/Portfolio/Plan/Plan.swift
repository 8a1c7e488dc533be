import Foundation

/// A batch before it runs: every input with its output, checked for what would go wrong with any of them.
public struct Plan: Sendable {
  /// One picture with its output.
  public struct Job: Sendable, Equatable {
    public let input: Input
    /// The path that will be written.
    public let output: String
  }

  public let jobs: [Job]
  public let destination: Destination
  /// Inputs that cannot be worked on, with the reason.
  public let failures: [(input: String, error: PortfolioError)]

  /// Pairs inputs with outputs. Of inputs that would be written to the same file, or over an input of the batch, none is
  /// worked on: which of them should win is not for a tool to guess.
  ///
  /// - Complexity: O(inputs).
  public init(inputs: [Input], destination: Destination) {
    self.destination = destination
    var failures: [(String, PortfolioError)] = []
    let outputs = inputs.map { Self.canonical(destination.path(for: $0)) }
    let sources = Set(inputs.map { Self.canonical($0.path) })
    // File systems of macOS and of memory cards do not tell cases apart: names that differ only there collide too.
    let owners = Dictionary(grouping: inputs.indices) { outputs[$0].lowercased() }
    var jobs: [Job] = []
    for (index, input) in inputs.enumerated() {
      let output = destination.path(for: input)
      let rivals = (owners[outputs[index].lowercased()] ?? []).filter { inputs[$0].path != input.path }
      if let rival = rivals.first {
        failures.append((input.path, .collision(output: output, input.path, inputs[rival].path)))
      } else if case .inPlace = destination {
        jobs.append(Job(input: input, output: output))
      } else if sources.contains(outputs[index]) {
        failures.append((input.path, .outputIsInput(output)))
      } else if owners[outputs[index].lowercased()]?.first == index {
        // A file that is named twice is worked on once.
        jobs.append(Job(input: input, output: output))
      }
    }
    self.jobs = jobs
    self.failures = failures
  }

  /// The part of the plan that worker `index` of `count` does.
  ///
  /// - Precondition: `0 ≤ index < count`.
  public func shard(_ index: Int, of count: Int) -> Plan {
    precondition(index >= 0 && index < count, "a shard is one of its count")
    return Plan(
      jobs: jobs.enumerated().filter { $0.offset % count == index }.map(\.element), destination: destination,
      failures: index == 0 ? failures : [])
  }

  private init(jobs: [Job], destination: Destination, failures: [(input: String, error: PortfolioError)]) {
    self.jobs = jobs
    self.destination = destination
    self.failures = failures
  }

  /// The path with links resolved, so that two names of one file are seen to be one.
  private static func canonical(_ path: String) -> String {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    // The file may not be there yet; its folder may.
    return url.deletingLastPathComponent().resolvingSymlinksInPath().appendingPathComponent(url.lastPathComponent)
      .resolvingSymlinksInPath().path
  }
}

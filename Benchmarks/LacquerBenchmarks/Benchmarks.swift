import Benchmark
import Raster

/// Every benchmark, a file a part. Where a benchmark counts processor time of one function, it runs on one thread.
let benchmarks: @Sendable () -> Void = {
  // As the command line does at its start.
  FreedMemory.keep()
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuTotal], warmupIterations: 1, maxDuration: .seconds(3), maxIterations: 20,
    // A function that becomes twice as slow is caught; the noise of a busy machine is not.
    thresholds: [.cpuTotal: BenchmarkThresholds(relative: [.p50: 60])])
  codecBenchmarks()
  metricBenchmarks()
  markBenchmarks()
  protectBenchmarks()
}

/// A benchmark on one thread.
///
/// - Parameter repeats: how often the body runs for one measurement, so that it takes a fifth of a second: Linux counts processor
///   time in hundredths of a second.
func benchmarkOnOneThread(_ name: String, repeats: Int, _ body: @escaping @Sendable () throws -> Void) {
  Benchmark(name) { _ in
    try Parallel.$threads.withValue(1) {
      for _ in 0..<repeats { try body() }
    }
  }
}

import CProcess
import Foundation

/// How many cores this process may use: those that it may run on, and no more than its control group has time for.
public enum UsableCores {
  /// At least 1.
  public static let count: Int = {
    let bound = Int(lacquer_usable_cores())
    let cores = bound > 0 ? bound : ProcessInfo.processInfo.activeProcessorCount
    return max(1, min(cores, controlGroupLimit() ?? .max))
  }()

  /// The least that the process' control group and those above it allow (cgroup v2, `cpu.max`); `nil` for no limit.
  private static func controlGroupLimit() -> Int? {
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    guard let line = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else { return nil }
    var parts = line.dropFirst(4).split(separator: "/").filter { $0 != ".." }
    var least: Int?
    while true {
      let path = (["/sys/fs/cgroup"] + parts.map(String.init) + ["cpu.max"]).joined(separator: "/")
      if let text = try? String(contentsOfFile: path, encoding: .utf8), let cores = cores(inQuota: text) {
        least = min(least ?? .max, cores)
      }
      guard parts.popLast() != nil else { return least }
    }
  }

  /// The cores that a quota is worth, rounded up: "150000 100000" (microseconds of work a period) are 2, "max 100000" no limit.
  package static func cores(inQuota text: String) -> Int? {
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0,
      quota / period < 1e6
    else { return nil }
    return max(1, Int((quota / period).rounded(.up)))
  }
}

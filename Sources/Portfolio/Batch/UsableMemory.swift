import Foundation

/// How much memory this process may use: what the machine has, and no more than its limits and its control group allow.
package enum UsableMemory {
  /// Bytes.
  package static let bytes: Int = {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    return min(machine, addressSpace() ?? .max, controlGroup() ?? .max)
  }()

  private static func addressSpace() -> Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(UInt32(RLIMIT_AS.rawValue))
    #else
      let resource = RLIMIT_AS
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < UInt64(Int.max) else { return nil }
    return Int(limit.rlim_cur)
  }

  /// The least that the process' control group and those above it allow (cgroup v2, `memory.max`); `nil` for no limit.
  private static func controlGroup() -> Int? {
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    guard let line = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else { return nil }
    var parts = line.dropFirst(4).split(separator: "/").filter { $0 != ".." }
    var least: Int?
    while true {
      let path = (["/sys/fs/cgroup"] + parts.map(String.init) + ["memory.max"]).joined(separator: "/")
      if let text = try? String(contentsOfFile: path, encoding: .utf8),
        let bytes = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
      {
        least = min(least ?? .max, bytes)
      }
      guard parts.popLast() != nil else { return least }
    }
  }
}

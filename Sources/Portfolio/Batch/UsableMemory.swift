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

  /// The least that the process' control group and those above it allow (`memory.max` of cgroup v2,
  /// `memory.limit_in_bytes` of v1); `nil` for no limit.
  private static func controlGroup() -> Int? {
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    let lines = groups.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 2) }.filter { $0.count > 1 }
    if let old = lines.first(where: { $0.count == 3 && $0[1].split(separator: ",").contains("memory") }) {
      return least("memory.limit_in_bytes", of: old[2], below: "/sys/fs/cgroup/memory")
    }
    return lines.first { $0[0] == "0" }.flatMap { least("memory.max", of: $0[1], below: "/sys/fs/cgroup") }
  }

  private static func least(_ file: String, of group: Substring, below root: String) -> Int? {
    var parts = group.split(separator: "/").filter { $0 != ".." }
    var least: Int?
    while true {
      let path = ([root] + parts.map(String.init) + [file]).joined(separator: "/")
      if let text = try? String(contentsOfFile: path, encoding: .utf8),
        let bytes = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
      {
        least = min(least ?? .max, bytes)
      }
      guard parts.popLast() != nil else { return least }
    }
  }
}

import Foundation

/// The memory that this process takes.
package enum MemoryUse {
  /// The most resident memory since the process began, in bytes; `nil` where the system does not say (Linux does, in
  /// /proc/self/status).
  package static var peak: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
}

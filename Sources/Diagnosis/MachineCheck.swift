import Foundation
import Raster

/// The memory that is free now.
enum MachineCheck {
  /// What one picture of 12 megapixels takes, with room to spare.
  private static let wanted = 2 << 30

  static func memory() -> Finding {
    let cores = UsableCores.count
    guard let free = availableMemory() else {
      return Finding("machine", .works, "\(cores) cores; how much memory is free is not known here")
    }
    let detail = "\(cores) cores, \(free >> 20) MB of memory free"
    return free >= wanted
      ? Finding("machine", .works, detail)
      : Finding(
        "machine", .broken, detail + ": large pictures need more", remedy: "close programs, or set --max-pixels")
  }

  /// Bytes that programs can have without swapping, as Linux tells; `nil` elsewhere.
  private static func availableMemory() -> Int? {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }
}

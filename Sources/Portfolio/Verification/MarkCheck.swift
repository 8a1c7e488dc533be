import Comparison
import ImageCodec
import Protection
import Watermark

/// Whether a file still carries the mark that it was given.
package enum MarkCheck {
  /// - Parameters:
  ///   - recorded: what was recorded of its mark when it was written.
  ///   - id: the mark that it must have, whatever was recorded.
  ///   - keys: that may read it.
  package static func check(
    _ bytes: [UInt8], recorded: OutputLog.MarkRecord?, id: Mark?, keys: [MarkKey]
  ) -> Verdict.Check {
    let say = { (ok: Bool, detail: String) in Verdict.Check(name: "mark", ok: ok, detail: detail) }
    let usable = recorded.map { recorded in keys.filter { $0.fingerprint == recorded.key } } ?? keys
    guard !usable.isEmpty else { return say(false, "it was marked with another key: name that with --key") }
    do {
      let picture = try ImageCodec.read(bytes).packedWorkingCopy()
      let found = try Watermark.detect(in: picture, keys: usable)
      guard let mark = found.mark else { return say(false, "none can be read") }
      let sure = "false alarm at most 1e\(Int(found.falseAlarmExponent.rounded(.up)))"
      if let id, id != mark { return say(false, "it says \(mark), not \(id)") }
      if id == nil, let recorded, recorded.idHash != mark.idHash {
        return say(false, "it says \(mark), not what was recorded")
      }
      let known = id == nil && recorded == nil ? "; nothing was recorded to compare it with" : ""
      return say(true, "\(mark) (\(sure))\(known)")
    } catch {
      return say(false, "\(error)")
    }
  }
}

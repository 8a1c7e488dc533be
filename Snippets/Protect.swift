//! Protects a picture and says what came of it.
//!
//! Run it with `swift run -c release Protect PICTURE COPY`.

// snippet.hide
import Foundation
// snippet.show
import LacquerKit

// Keep the protector: it holds the encoders, and all pictures use them.
let protector = try Protector(ProtectionSettings(strength: .standard))

// snippet.hide
guard CommandLine.arguments.count == 3 else { exit(64) }
// snippet.show
let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1])))
let copy = try protector.protect(original)

switch copy.report.status {
case .protected: print("protected: SSIMULACRA2 \(copy.report.distortion.ssimulacra2)")
case .weak: print("weak: hardly more than noise, or its mark cannot be read")
case .unchanged: print("unchanged: models see the same picture")
}
for warning in copy.report.warnings { print("\(warning.code): \(warning.message)") }
try Data(copy.bytes).write(to: URL(fileURLWithPath: CommandLine.arguments[2]))

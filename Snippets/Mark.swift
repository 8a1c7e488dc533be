//! Embeds an invisible mark in a picture and reads it again.
//!
//! Run it with `swift run -c release Mark PICTURE COPY`.

// snippet.hide
import Foundation
// snippet.show
import LacquerKit

// Whoever has the 32 bytes of this key can read the mark. Keep them: they cannot be had again.
let key = InvisibleMark.Key.random()

// snippet.hide
guard CommandLine.arguments.count == 3 else { exit(64) }
let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1])))
// snippet.show
let marked = try InvisibleMark.embed(0x2026_1128, key: key, into: original)

let reading = try InvisibleMark.read(from: marked.bytes, keys: [key])
if let id = reading.id {
  print("mark \(String(id, radix: 16)), false alarm at most \(reading.falseAlarm)")
}
// snippet.hide
try Data(marked.bytes).write(to: URL(fileURLWithPath: CommandLine.arguments[2]))

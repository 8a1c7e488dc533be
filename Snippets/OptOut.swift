//! Declares an opt-out and rights in a picture's metadata, and reads what a file declares.
//!
//! Run it with `swift run -c release OptOut PICTURE COPY`.

// snippet.hide
import Foundation
// snippet.show
import LacquerKit

let edits = MetadataEdits(
  optOut: [.training, .dataMining],
  rights: Rights(creator: "Ada Example", copyright: "© 2026 Ada Example"),
  removesLocation: true)

// snippet.hide
guard CommandLine.arguments.count == 3 else { exit(64) }
let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1])))
// snippet.show
let edited = try edits.applied(to: original)
for note in edited.notes { print(note) }

let metadata = try PictureMetadata(of: edited.bytes)
for statement in metadata.optOuts { print("\(statement.carrier): \(statement.meaning)") }
// snippet.hide
try Data(edited.bytes).write(to: URL(fileURLWithPath: CommandLine.arguments[2]))

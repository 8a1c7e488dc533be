import Foundation
import Testing

/// What `verify` says of outputs that were tampered with: with nothing demanded, beside the originals, and with everything
/// demanded.
struct TamperingTests {
  /// A tampering with the protected set, and the exit statuses that it must lead to.
  struct Tampering: Sendable, CustomTestStringConvertible {
    let name: String
    let statuses: [Int32]
    let apply: @Sendable (Workplace) throws -> Void

    var testDescription: String { name }
  }

  private static let log = "out/.lacquer.jsonl"

  static let tamperings: [Tampering] = [
    Tampering(name: "none", statuses: [0, 0, 0]) { _ in },
    Tampering(name: "a PNG's original is put back", statuses: [1, 1, 1]) { work in
      try work.write(work.bytes("in/grey.png"), to: "out/grey.png")
    },
    Tampering(name: "a JPEG's original is put back", statuses: [1, 1, 1]) { work in
      try work.write(work.bytes("in/baseline.jpg"), to: "out/baseline.jpg")
    },
    Tampering(name: "a JPEG is coded again", statuses: [1, 1, 1]) { work in
      try work.run("mark", "embed", "out/baseline.jpg", "-o", "new.jpg", "--id", "1")
      try work.write(work.bytes("new.jpg"), to: "out/baseline.jpg")
    },
    Tampering(name: "all metadata is removed", statuses: [1, 1, 1]) { work in
      try work.run("metadata", "set", "out/grey.png", "-o", "new.png", "--strip-all")
      try work.write(work.bytes("new.png"), to: "out/grey.png")
    },
    Tampering(name: "the opt-out is removed", statuses: [1, 1, 1]) { work in
      try work.run("metadata", "clear", "out/grey.png", "-o", "new.png")
      try work.write(work.bytes("new.png"), to: "out/grey.png")
    },
    Tampering(name: "something is painted", statuses: [1, 1, 1]) { work in
      try work.run(
        "stamp", "out/grey.png", "-o", "new.png", "--stamp-image", "in/deep.png", "--stamp-scale", "4",
        "--stamp-opacity", "100")
      try work.write(work.bytes("new.png"), to: "out/grey.png")
    },
    Tampering(name: "two files are swapped", statuses: [1, 1, 1]) { work in
      let (grey, deep) = (try work.bytes("out/grey.png"), try work.bytes("out/deep.png"))
      try work.write(grey, to: "out/deep.png")
      try work.write(deep, to: "out/grey.png")
    },
    Tampering(name: "a picture is cropped", statuses: [1, 2, 2]) { work in
      let crops = Workplace.pictures.deletingLastPathComponent().appending(path: "Crops")
      try work.write(Data(contentsOf: crops.appending(path: "grey.png")), to: "out/grey.png")
    },
    Tampering(name: "a file is cut off", statuses: [2, 2, 2]) { work in
      try work.write(Data(work.bytes("out/grey.png").prefix(20_000)), to: "out/grey.png")
    },
    Tampering(name: "bytes are appended", statuses: [1, 1, 1]) { work in
      try work.write(work.bytes("out/grey.png") + Data("more".utf8), to: "out/grey.png")
    },
    Tampering(name: "a file is deleted", statuses: [1, 1, 1]) { work in try work.remove("out/grey.png") },
    Tampering(name: "a folder has a file's name", statuses: [1, 1, 1]) { work in
      try work.remove("out/grey.png")
      try FileManager.default.createDirectory(at: work.url("out/grey.png"), withIntermediateDirectories: false)
    },
    Tampering(name: "a file is deleted, and its line in the log is damaged", statuses: [2, 2, 2]) { work in
      try work.remove("out/grey.png")
      let lines = try work.text(log).split(separator: "\n").map { $0.contains("grey.png") ? "{" + $0 : String($0) }
      try work.write(lines.joined(separator: "\n") + "\n", to: log)
    },
    Tampering(name: "a receipt is edited", statuses: [1, 1, 1]) { work in
      let receipt = try work.text("out/grey.png.lacquer.json")
      try work.write(
        receipt.replacingOccurrences(of: "\"ssimulacra2\":", with: "\"ssimulacra2\":1"), to: "out/grey.png.lacquer.json"
      )
    },
    Tampering(name: "the receipts are deleted", statuses: [1, 1, 1]) { work in
      for name in work.files(below: "out") where name.hasSuffix(".lacquer.json") { try work.remove("out/\(name)") }
    },
    Tampering(name: "the record is deleted, an original put back", statuses: [1, 1, 1]) { work in
      try work.remove(log)
      try work.write(work.bytes("in/grey.png"), to: "out/grey.png")
    },
    Tampering(name: "the record is edited to fit an original that is put back", statuses: [1, 1, 1]) { work in
      try work.write(work.bytes("in/grey.png"), to: "out/grey.png")
      let lines = try work.text(log).split(separator: "\n").map(String.init)
      let fitted = lines.map { line -> String in
        guard line.contains("grey.png"), let before = Self.value("sha256_in", in: line),
          let after = Self.value("sha256_out", in: line)
        else { return line }
        return line.replacingOccurrences(of: after, with: before)
      }
      #expect(fitted != lines)
      try work.write(fitted.joined(separator: "\n"), to: log)
    },
    Tampering(name: "the record is deleted, the opt-out removed", statuses: [1, 1, 1]) { work in
      try work.remove(log)
      try work.run("metadata", "clear", "out/grey.png", "-o", "new.png")
      try work.write(work.bytes("new.png"), to: "out/grey.png")
    },
    Tampering(name: "a stranger's picture is added", statuses: [2, 2, 2]) { work in
      try work.put("p3.jpg", in: "out")
    },
    Tampering(name: "a picture of another kind is added", statuses: [2, 2, 2]) { work in
      try work.write(Data("GIF89a".utf8) + Data(count: 20), to: "out/page.gif")
    },
    Tampering(name: "a file is renamed", statuses: [0, 0, 0]) { work in
      try work.write(work.bytes("out/grey.png"), to: "out/renamed.png")
      try work.remove("out/grey.png")
    },
  ]

  @Test(arguments: tamperings) func isSeen(_ tampering: Tampering) throws {
    let work = try Workplace.withProtected()
    try tampering.apply(work)
    let demands = [[], ["--against", "in"], ["--against", "in", "--require", "mark,opt-out,receipt"]]
    for (arguments, status) in zip(demands, tampering.statuses) {
      let run = try work.run(["verify", "out"] + arguments)
      #expect(run.status == status, "\(arguments): \(run.text)\(run.errors)")
    }
  }

  /// The text behind a key in a line of JSON.
  private static func value(_ key: String, in line: String) -> String? {
    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return object?[key] as? String
  }
}

import Files
import Foundation
import Provenance

/// Whether a seal over lines holds: its files, its root, and on wish every output that they tell of.
package struct SealCheck {
  /// What was found.
  package struct Outcome: Sendable, Equatable {
    package var lines = 0
    /// Outputs whose bytes are those of their line.
    package var proven = 0
    /// What does not hold, a sentence each.
    package var faults: [String] = []
  }

  private struct Line: Decodable {
    let output: String?
    let sha256: String?

    enum CodingKeys: String, CodingKey {
      case output
      case sha256 = "sha256_out"
    }
  }

  /// Checks a seal, whose signature holds.
  ///
  /// - Parameters:
  ///   - path: of the seal; its files lie beside it.
  ///   - readsOutputs: whether the outputs are read, too.
  ///   - folder: to which paths of outputs are relative, if not to the current one.
  /// - Throws: `FileError`, `ReceiptError`.
  package static func run(
    _ seal: LineSeal, at path: String, readsOutputs: Bool, folder: String? = nil
  ) throws -> Outcome {
    var outcome = Outcome()
    var tree = MerkleAccumulator()
    for (number, file) in seal.files.enumerated() {
      let name = PathName.join(PathName.folder(of: path), PathName.last(of: file.name))
      var count = 0
      let sha256 = try LineReader.hash(name) { line in
        tree.add(LineSeal.leaf(line))
        count += 1
        // Results come first; receipts are of the same outputs.
        if readsOutputs, number == 0, let line = ResultLine.decode(Line.self, line) {
          check(line, folder, &outcome)
        }
        return true
      }
      if sha256 != file.sha256 || count != file.lines {
        outcome.faults.append("\(name) is not the file that was sealed")
      }
      outcome.lines += count
    }
    if Hex.encode(try tree.close().root) != seal.root {
      outcome.faults.append("the root does not follow from the lines")
    }
    return outcome
  }

  private static func check(_ line: Line, _ folder: String?, _ outcome: inout Outcome) {
    guard let output = line.output, let sha256 = line.sha256 else { return }
    let path = output.hasPrefix("/") ? output : PathName.join(folder ?? "", output)
    do {
      guard try Digest.sha256(AtomicFile.read(path)) == sha256 else {
        outcome.faults.append("\(path) is not the file that was sealed")
        return
      }
      outcome.proven += 1
    } catch {
      outcome.faults.append("\(error)")
    }
  }

  /// The proof that a line is under a seal.
  ///
  /// - Parameter bytes: of the line with its line break, which a receipt's file is.
  /// - Returns: `nil` if no file of the seal has the line.
  /// - Throws: `FileError`, `ReceiptError`.
  package static func proof(of bytes: [UInt8], under seal: LineSeal, at path: String) throws -> Seal.Proof? {
    let names = seal.files.map { PathName.join(PathName.folder(of: path), PathName.last(of: $0.name)) }
    let wanted = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    var (count, index): (Int, Int?) = (0, nil)
    for name in names {
      try LineReader.read(name) { line in
        if index == nil, line.elementsEqual(wanted) { index = count }
        count += 1
        return true
      }
    }
    guard let index else { return nil }
    var tree = MerkleAccumulator(proving: index)
    for name in names {
      try LineReader.read(name) { line in
        tree.add(LineSeal.leaf(line))
        return true
      }
    }
    let (root, way) = try tree.close()
    guard Hex.encode(root) == seal.root else {
      throw ReceiptError.format("the root of the seal does not follow from its files")
    }
    return Seal.Proof(root: seal.root, index: index, count: count, path: way.map(Hex.encode))
  }
}

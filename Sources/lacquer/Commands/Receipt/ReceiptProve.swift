import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Provenance
import Watermark

extension ReceiptCommand {
  struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a proof that a receipt is under a seal, which can be shown without the other receipts.")

    @Argument(help: "The seal.", completion: .file())
    var seal: String

    @OptionGroup var receipt: ReceiptArgument

    func run() throws {
      try Terminal.reporting {
        guard let proof = try proof() else {
          Terminal.say("lacquer: \(receipt.path) is not under this seal")
          throw ExitCode.checkFailed
        }
        Terminal.print(JSONLine.text(proof))
      }
    }

    private func proof() throws -> Seal.Proof? {
      let bytes = try AtomicFile.read(seal)
      guard LineSeal.isOne(bytes) else { return try Seal.read(bytes).seal.proof(of: receipt.read()) }
      return try SealCheck.proof(of: receipt.read(), under: LineSeal.read(bytes).seal, at: seal)
    }
  }
}

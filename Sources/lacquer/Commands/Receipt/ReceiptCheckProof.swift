import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Provenance
import Watermark

extension ReceiptCommand {
  struct CheckProof: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a proof: that a receipt is under a root.",
      discussion: "Exit status: 0 it is, 1 it is not.")

    @Argument(help: "The proof.", completion: .file())
    var proof: String

    @OptionGroup var receipt: ReceiptArgument

    @Option(
      help: ArgumentHelp("The root that is known from elsewhere, such as from a timestamped seal.", valueName: "hex"))
    var root: String?

    func run() throws {
      try Terminal.reporting {
        guard let proof = try? JSONDecoder().decode(Seal.Proof.self, from: Data(AtomicFile.read(proof))) else {
          throw ReceiptError.format("\(self.proof) is no proof")
        }
        let isProven = try proof.proves(receipt.read()) && (root ?? proof.root) == proof.root
        Terminal.print("\(receipt.path): \(isProven ? "under" : "NOT under") \(root ?? proof.root)")
        if !isProven { throw ExitCode.checkFailed }
      }
    }
  }
}

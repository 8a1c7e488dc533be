import Files
import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Protection

/// Edits the metadata of pictures without touching a pixel.
package struct MetadataTask: PictureTask {
  /// An output with the same bytes is done, but for a manifest that is to lie beside it.
  package var comparesOutputs: Bool { signer?.isBeside != true }
  private let edit: MetadataEdit
  private let signer: FileSigner?

  package init(edit: MetadataEdit, signer: FileSigner? = nil) {
    self.edit = edit
    self.signer = signer
  }

  package func header(of picture: SourcePicture) throws -> Header? { nil }

  package func memory(for picture: SourcePicture, _ header: Header?) -> Int { 4 * picture.bytes.count }

  package func check(_ picture: SourcePicture) throws { _ = try MetadataFile(picture.bytes).applying(edit) }

  package func make(
    _ picture: SourcePicture, _ record: CopyRecord
  ) throws -> (bytes: [UInt8], record: CopyRecord) {
    var sidecar: [UInt8]?
    var (bytes, notes) = try MetadataFile(picture.bytes).applying(edit)
    if let signer {
      let name = (picture.job.output.path as NSString).lastPathComponent
      (bytes, sidecar) = try signer.sign(bytes, original: picture.bytes, name: name, edit: edit)
      notes.removeAll { $0 == MetadataEditor.unsignedNote }
    }
    var record = record
    record.status = .written
    record.output?.sha256 = Digest.sha256(bytes)
    record.metadata = CarriedMetadata(kept: 0, notes: notes)
    record.provenance = CopyProvenance(
      signer: signer?.fingerprint, sidecar: sidecar, optsOut: ProtectTask.optsOut(bytes))
    return (bytes, record)
  }

  package func commit(_ record: CopyRecord, of job: Plan.Job) throws {
    if let sidecar = record.provenance.sidecar { try SidecarFile.write(sidecar, beside: job.output.path) }
  }
}

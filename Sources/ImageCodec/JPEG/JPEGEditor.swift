import CImageFences
import CKernels
import Foundation
import ImageContainer
import Metadata
import Raster

/// Edits a JPEG in its own quantised DCT coefficients: what did not change stays as it is, bit by bit, and nothing is
/// compressed a second time.
///
/// Holds the coefficients (2 bytes a sample), so that a closed loop may encode many times from one reading.
struct JPEGEditor: Sendable {
  let artwork: Artwork
  private let encoding: JPEGEncoding
  let info: Info
  let coefficients: ContiguousArray<Int16>
  /// What the coefficients alone decode to: the picture's samples, but for smoothing over missing scans.
  private let base: ContiguousArray<UInt8>
  private let options: RewriteOptions
  /// The coded picture of the file, for when no sample changes; `nil` when the file has no proper end.
  private let original: [UInt8]?
  private let droppedTrailing: Int

  /// `lacquer_jpeg_info` holds only numbers.
  struct Info: @unchecked Sendable {
    var value: lacquer_jpeg_info
  }

  /// Reads the coefficients.
  ///
  /// - Parameters:
  ///   - original: the bytes that `artwork` was read from.
  ///   - artwork: as read, with `samples` as decoded; its `blocks` may have been edited.
  init(
    _ original: [UInt8], artwork: Artwork, options: RewriteOptions = .init()
  ) throws(ImageCodecError) {
    guard case .jpeg(let encoding) = artwork.encoding, case .eight(let decoded) = artwork.samples else {
      throw .encoding("the picture was not read from a JPEG file")
    }
    self.artwork = artwork
    self.encoding = encoding
    self.options = options
    var info = lacquer_jpeg_info()
    _ = try lacquer_log.fenced(ImageCodecError.damaged) { log in
      original.withUnsafeBufferPointer { lacquer_jpeg_header($0.baseAddress, $0.count, &info, &log) }
    }
    guard Int(info.width) == artwork.width, Int(info.height) == artwork.height else {
      throw .encoding("the picture is not the one of the original file")
    }
    let count = JPEGReader.components(info).reduce(0) { $0 + Int($1.blocks_wide) * Int($1.blocks_high) * 64 }
    coefficients = try filled(count) { (into: UnsafeMutableBufferPointer<Int16>) throws(ImageCodecError) in
      _ = try lacquer_log.fenced(ImageCodecError.damaged) { log in
        original.withUnsafeBufferPointer {
          // The limit was judged when the file was read.
          lacquer_jpeg_coefficients($0.baseAddress, $0.count, .max, &info, into.baseAddress, into.count, &log)
        }
      }
    }
    self.info = Info(value: info)
    base =
      encoding.isComplete
      ? decoded
      : try JPEGReader.decode(original, count: decoded.count, maxScans: .max, smoothing: false).samples
    let segments = JPEGSegments(original)
    self.original = segments.picture(of: original)
    droppedTrailing = original.count - segments.end
  }

  /// The edited file.
  ///
  /// Equal samples give the coded picture as it was, byte for byte. Elsewhere the decoded picture comes as near to `samples` as whole steps of
  /// the file's quantisation allow; how near is for the caller to measure.
  ///
  /// - Parameters:
  ///   - samples: the new samples, as `Artwork.samples`.
  ///   - deadZone: in place of `RewriteOptions.deadZone`.
  func encode(_ samples: Samples, deadZone: Float? = nil) throws(ImageCodecError) -> EncodedFile {
    guard artwork.fits(samples), case .eight(let new) = samples else {
      throw .encoding("the samples do not fit the picture")
    }
    let isChanged = samples != artwork.samples
    var notes: [String] = []
    var blocks = artwork.blocks
    if options.dropsPreviews ?? isChanged {
      blocks = Previews.dropped(from: blocks, notes: &notes)
    } else if droppedTrailing > 0 {
      blocks = FurtherPictures.withoutPromises(blocks, notes: &notes)
    }
    if isChanged { blocks = ContentCredentialBlocks.dropped(from: blocks, notes: &notes) }
    let dropsTrailing = droppedTrailing > 0
    if dropsTrailing { notes.append("\(droppedTrailing) bytes after the end of the picture were dropped") }
    // What did not change is not even coded again.
    let picture =
      if !isChanged, let original { original } else {
        try coded(edited(new, deadZone ?? options.deadZone), info.value)
      }
    return EncodedFile(bytes: try splice(blocks, picture), notes: notes, dropsTrailingBytes: dropsTrailing)
  }

  private func edited(_ new: ContiguousArray<UInt8>, _ deadZone: Float) -> ContiguousArray<Int16> {
    new == base ? coefficients : edit(base, new, deadZone: min(1000, max(0, deadZone)))
  }

  /// What libjpeg writes after SOI.
  func coded(
    _ coefficients: ContiguousArray<Int16>, _ info: lacquer_jpeg_info
  ) throws(ImageCodecError) -> [UInt8] {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    var info = info
    _ = try lacquer_log.fenced(ImageCodecError.encoding) { log in
      coefficients.withUnsafeBufferPointer {
        lacquer_jpeg_write_coefficients(
          &info, encoding.interleaved ? 1 : 0, $0.baseAddress, $0.count, &out, &count, &log)
      }
    }
    defer { free(out) }
    guard count > 2 else { throw .encoding("libjpeg wrote nothing") }
    return Array(UnsafeBufferPointer(start: out, count: count).dropFirst(2))
  }

  /// The file's own segments go between SOI and the picture.
  func splice(_ blocks: [MetadataBlock], _ picture: [UInt8]) throws(ImageCodecError) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xD8]
    bytes.reserveCapacity(picture.count + blocks.reduce(2) { $0 + $1.bytes.count + 4 })
    for block in blocks {
      guard case .segment(let marker) = block.kind else {
        throw .encoding("a PNG chunk cannot stand in a JPEG file")
      }
      do throws(MetadataError) {
        bytes += try JPEGSegments.encode(marker: marker, payload: block.bytes)
      } catch {
        throw .encoding("\(error)")
      }
    }
    return bytes + picture
  }

  private func edit(
    _ old: ContiguousArray<UInt8>, _ new: ContiguousArray<UInt8>, deadZone: Float
  ) -> ContiguousArray<Int16> {
    let components = JPEGReader.components(info.value)
    let widest = components.map(\.horizontal).max() ?? 1
    let highest = components.map(\.vertical).max() ?? 1
    return ContiguousArray(filling: coefficients.count) { out in
      var offset = 0
      for (index, component) in components.enumerated() {
        let shared = EditedRows(
          out: SharedRows(out.base + offset),
          weights: weights(of: index), stepX: Int(widest / component.horizontal),
          stepY: Int(highest / component.vertical), component: component, deadZone: deadZone)
        old.withUnsafeBufferPointer { old in
          new.withUnsafeBufferPointer { new in
            coefficients.withUnsafeBufferPointer {
              shared.edit(artwork, old, new, UnsafeBufferPointer(rebasing: $0[offset...]))
            }
          }
        }
        offset += Int(component.blocks_wide) * Int(component.blocks_high) * 64
      }
    }
  }

  /// How a component's difference follows from the differences of decoded samples: JFIF's matrix (ITU-T T.871, 7) for
  /// YCbCr; for YCCK libjpeg turns 255 − CMY into YCbCr, so signs are the other way round.
  private func weights(of component: Int) -> (Float, Float, Float, Float) {
    let matrix: [(Float, Float, Float)] = [
      (0.299, 0.587, 0.114), (-0.168_735_892, -0.331_264_108, 0.5), (0.5, -0.418_687_589, -0.081_312_411),
    ]
    switch encoding.components {
    case .ycc where component < 3:
      return (matrix[component].0, matrix[component].1, matrix[component].2, 0)
    case .ycck where component < 3:
      return (-matrix[component].0, -matrix[component].1, -matrix[component].2, 0)
    default:
      return (component == 0 ? 1 : 0, component == 1 ? 1 : 0, component == 2 ? 1 : 0, component == 3 ? 1 : 0)
    }
  }
}

/// The row-parallel loop over one component.
private struct EditedRows: @unchecked Sendable {
  let out: SharedRows<Int16>
  let weights: (Float, Float, Float, Float)
  let stepX: Int
  let stepY: Int
  let component: lacquer_jpeg_component
  let deadZone: Float

  func edit(
    _ artwork: Artwork, _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>,
    _ coefficients: UnsafeBufferPointer<Int16>
  ) {
    let wide = Int(component.blocks_wide)
    let (width, height, channels) = (artwork.width, artwork.height, artwork.layout.channels)
    nonisolated(unsafe) let (old, new, coefficients) = (old, new, coefficients)
    Parallel.bands(Int(component.blocks_high), minimumRows: 4) { rows in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: wide * 64 + width + 8) { scratch in
        withUnsafeBytes(of: component.quant) { table in
          var plan = ck_coefficient_plan(
            width: UInt32(width), height: UInt32(height), channels: Int32(channels), weights: weights,
            step_x: Int32(stepX), step_y: Int32(stepY), blocks_wide: Int32(wide),
            quant: table.bindMemory(to: UInt16.self).baseAddress, dead_zone: deadZone)
          for row in rows {
            guard let old = old.baseAddress, let new = new.baseAddress, let from = coefficients.baseAddress else {
              return
            }
            ck_edit_block_row(
              &plan, Int32(row), old, new, from + row * wide * 64, out.base + row * wide * 64, scratch.baseAddress)
          }
        }
      }
    }
  }
}

// Null trials of the invisible mark: `MarkProbe COUNT SEED PICTURE...` looks for marks where there are none and prints one
// JSON line for each kind of trial. Every trial has a key of its own, every fourth the published one; crops have sides of
// 256 to 320 pixels. `Research/marks/null` runs it and adds up.
import Files
import Foundation
import ImageCodec
import Raster
import Watermark

FreedMemory.keep()

enum Kind: String, CaseIterable {
  /// Crops of real pictures, half of them brought down to half their size first.
  case picture
  /// Noise of every sample by itself, or smoothed.
  case noise
  /// Crops of pictures that carry the mark of another key.
  case otherKey = "other key"
}

struct Tally: Encodable {
  let kind: String
  var trials = 0
  /// Detections, marks as well as "unreadable", with a bound of 10⁻³ and of 10⁻⁹.
  var at1e3 = 0
  var at1e9 = 0
  var highestJoint = 0.0
  var lowestBound = 0.0
}

struct Trials {
  var generator: SeededGenerator
  let pictures: [RasterImage]

  /// Every fourth time the published key.
  mutating func key() -> MarkKey {
    Int.random(in: 0..<4, using: &generator) == 0 ? .published : secretKey()
  }

  mutating func secretKey() -> MarkKey {
    let bytes = (0..<MarkKey.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return (try? MarkKey(bytes: bytes)) ?? .published
  }

  mutating func crop() -> RasterImage {
    var image = pictures[Int.random(in: 0..<pictures.count, using: &generator)]
    if min(image.width, image.height) >= 640, Bool.random(using: &generator),
      let half = try? SelfTest.halfSize.handle(PackedImage(image)).image
    {
      image = half
    }
    let width = min(image.width, Int.random(in: 256...320, using: &generator))
    let height = min(image.height, Int.random(in: 256...320, using: &generator))
    let (x, y) = (
      Int.random(in: 0...image.width - width, using: &generator),
      Int.random(in: 0...image.height - height, using: &generator)
    )
    return RasterImage(
      planes: image.planes.map { plane in
        var part = Plane(width: width, height: height)
        for row in 0..<height {
          let start = (y + row) * image.width + x
          part.samples.replaceSubrange(row * width..<(row + 1) * width, with: plane.samples[start..<start + width])
        }
        return part
      })
  }

  mutating func noise() -> RasterImage {
    let (width, height) = (
      Int.random(in: 256...320, using: &generator), Int.random(in: 256...320, using: &generator)
    )
    let (level, spread) = (
      Float.random(in: 0.2...0.8, using: &generator), Float.random(in: 0.01...0.5, using: &generator)
    )
    let image = RasterImage(
      planes: (0..<3).map { _ in
        var plane = Plane(width: width, height: height)
        for index in plane.samples.indices {
          plane.samples[index] = level + spread * Float.random(in: -1...1, using: &generator)
        }
        return plane
      })
    let sigma = Bool.random(using: &generator) ? 0 : Double.random(in: 0.5...3, using: &generator)
    let smooth = sigma > 0 ? SeparableMap.gaussian(width: width, height: height, sigma: sigma)(image) : image
    return smooth.map { (min(1, max(0, $0)) * 255).rounded() / 255 }
  }

  mutating func trial(_ kind: Kind) throws -> RasterImage {
    switch kind {
    case .picture: return crop()
    case .noise: return noise()
    case .otherKey:
      let image = crop()
      let id = UInt64.random(in: .min ... .max, using: &generator)
      let options = EmbeddingOptions(psnr: Double.random(in: 38...46, using: &generator))
      let change = try Watermark.embed(Mark(id: id), key: secretKey(), into: image, options: options).change.whole
      return image.combined(with: change) { (min(1, max(0, $0 + $1)) * 255).rounded() / 255 }
    }
  }
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count > 2, let count = Int(arguments[1]), let seed = UInt64(arguments[2]) else {
  FileHandle.standardError.write(Data("usage: MarkProbe COUNT SEED PICTURE...\n".utf8))
  exit(64)
}
let pictures = try arguments.dropFirst(2).map { try ImageCodec.read(try AtomicFile.read($0)).workingCopy() }
  .filter { min($0.width, $0.height) >= 256 }
var trials = Trials(generator: SeededGenerator(seed: seed), pictures: Array(pictures))
var tallies = Kind.allCases.map { Tally(kind: $0.rawValue) }

try Parallel.$threads.withValue(1) {
  for index in 0..<count {
    // Of ten trials seven are pictures, one noise, two other keys' marks.
    let kind = index % 10 < 7 ? 0 : index % 10 == 7 ? 1 : 2
    let image = try trials.trial(Kind.allCases[kind])
    // The widest search that there is.
    let found = try Watermark.detect(in: image, key: trials.key(), falseAlarm: 1e-3, bends: true)
    tallies[kind].trials += 1
    if found.detected { tallies[kind].at1e3 += 1 }
    if found.detected, found.falseAlarmExponent <= -9 { tallies[kind].at1e9 += 1 }
    tallies[kind].highestJoint = max(tallies[kind].highestJoint, found.joint)
    tallies[kind].lowestBound = min(tallies[kind].lowestBound, found.falseAlarmExponent)
  }
}
let encoder = JSONEncoder()
encoder.outputFormatting = .sortedKeys
for tally in tallies { print(String(decoding: try encoder.encode(tally), as: UTF8.self)) }

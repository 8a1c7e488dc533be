import Comparison
import Foundation

/// What the template `picture` shows.
struct PictureView: Sendable {
  struct Links: Sendable {
    var portfolio: String?
    var previous: String?
    var next: String?
  }

  struct Fact: Sendable {
    let name: String
    let value: String
    let note: String
  }

  let anchor: String
  let links: Links
  let name: String
  let badge: Badge
  let sentences: [Sentences.Sentence]
  let viewer: ViewerView?
  let facts: [Fact]
  let hasFacts: Bool
  let plots: [MovementPlot.View]
  let model: ModelView?
  let tables: [PageTables.View]
  let footer: String

  init(_ found: PictureFindings, anchor: String, links: Links, viewer: ViewerView?, model: ModelView?, footer: String) {
    self.anchor = anchor
    self.links = links
    name = found.name
    badge = Badge(found.status)
    sentences = Sentences.all(found)
    self.viewer = viewer
    facts = Self.facts(found)
    hasFacts = !facts.isEmpty
    plots = MovementPlot.views(found.figures)
    self.model = model
    tables = PageTables.all(found)
    self.footer = footer
  }

  private static func facts(_ found: PictureFindings) -> [Fact] {
    var facts: [Fact] = []
    if let score = found.score {
      facts.append(Fact(name: "SSIMULACRA2", value: Sentences.number(score, 0), note: "100 is equal, 85 hardly seen"))
    }
    if let cost = found.cost {
      facts.append(
        Fact(
          name: "Butteraugli, most", value: Sentences.number(cost.worst.distance, 1), note: "under 1 not seen, 4 plain")
      )
    }
    if let linf = found.value(Metric.linf.rawValue) {
      facts.append(Fact(name: "Largest change", value: "±" + Sentences.number(linf, 0), note: "of 255 levels"))
    }
    if let growth = found.value("growth") {
      facts.append(Fact(name: "File size", value: Sentences.number(growth, 2) + " ×", note: "the original's"))
    }
    if let gain = found.gain, found.status != .unchanged {
      facts.append(
        Fact(
          name: "Moves \(gain.encoder)", value: Sentences.number(gain.median, 2) + " ×",
          note: "noise; at worst \(Sentences.number(gain.worst, 2))"))
    }
    if let strength = found.figures?.strength, !strength.isEmpty {
      facts.append(Fact(name: "Strength", value: strength, note: "as asked for"))
    }
    return facts
  }
}

/// A status as a word in its colour.
struct Badge: Sendable {
  let key: String
  let word: String

  init(_ status: ReportStatus) {
    (key, word) = (status.rawValue, status.rawValue)
  }
}

/// What the template `viewer` shows.
struct ViewerView: Sendable {
  struct Size: Sendable {
    let width: Int
    let height: Int
  }

  struct Place: Sendable {
    let x: Int
    let y: Int
    /// Of the ring round it.
    let radius: Int
  }

  /// The sources of one picture.
  struct Sources: Sendable {
    let whole: String
    let detail: String?
  }

  struct Detail: Sendable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int
    let right: Int
    let bottom: Int

    init(_ frame: PreviewPictures.Frame) {
      (x, y, width, height) = (frame.x, frame.y, frame.width, frame.height)
      (right, bottom) = (frame.right, frame.bottom)
    }
  }

  let size: Size
  let place: Place
  let detail: Detail
  let original: Sources
  let protected: Sources
  let map: String
  let mapCaption: String
  let thumb: ThumbView
  let note: String

  init(_ cost: VisibleCost, _ previews: PreviewPictures, sources: PreviewSources) {
    size = Size(width: cost.width, height: cost.height)
    place = Place(x: cost.worst.x, y: cost.worst.y, radius: max(4, max(cost.width, cost.height) / 22))
    detail = Detail(previews.frame)
    original = Sources(whole: sources.whole.original, detail: sources.detail?.original)
    protected = Sources(whole: sources.whole.protected, detail: sources.detail?.protected)
    map = sources.map
    thumb = sources.thumb
    mapCaption =
      "Where the change is seen: the brighter, the more. The ring is where it is seen most, \(Sentences.place(cost))."
    let isSmall = max(cost.width, cost.height) <= PreviewPictures.wholeSide
    note =
      "The ring is where the change is seen most. "
      + (previews.detail == nil
        ? "Both pictures are JPEGs of high quality, made for this page."
        : "The part round it (\(previews.frame.width) × \(previews.frame.height) pixels) is shown pixel for pixel; the rest is a JPEG of less quality"
          + (isSmall ? "." : ", and smaller than the picture."))
  }
}

struct ThumbView: Sendable {
  let src: String
  let width: Int
  let height: Int
}

/// Where a page finds the pictures of a pair.
struct PreviewSources: Sendable {
  let whole: (original: String, protected: String)
  let detail: (original: String, protected: String)?
  let map: String
  let thumb: ThumbView
}

/// What the template `picture` shows of an autoencoder.
struct ModelView: Sendable {
  let original: String
  let protected: String
  let note: String
}

import Comparison
import Files
import Foundation
import Raster

/// What is left in memory of a picture when its page is written.
struct PageOutcome: Sendable {
  let status: ReportStatus
  /// The name and what is wrong with it, of a file that failed.
  let problem: String?
  /// Whether it can be seen beside its original.
  let isShown: Bool
  let card: CardView
  let cell: ContactSheet.Cell?
}

/// Writes the pages of a report into its folder, or the parts of its one file.
struct PageWriter: Sendable {
  let library: PageLibrary
  let assets: ReportAssets
  let title: String
  let footer: String
  /// Whether there is a report beside the sheet.
  let makesPages: Bool
  let makesCells: Bool
  /// Shows what an autoencoder makes of both pictures.
  let eye: ModelEye?

  /// The name of the one file while it is made.
  static let singleFile = "report.html"

  /// Writes the page of a picture.
  ///
  /// - Parameters:
  ///   - map: where the change is seen; `nil` where nothing can be shown.
  ///   - number: its number, from 1, of `count`.
  /// - Throws: `FileError`, `ImageCodecError`.
  func write(
    _ found: PictureFindings, _ map: VisibilityMap?, number: Int, of count: Int
  ) throws -> PageOutcome {
    let previews = try map.map { try PreviewPictures($0) }
    let cell =
      makesCells ? try ContactSheet.Cell(found, previews?.thumbnail.bytes, map) : nil
    let href = assets.page(number, isFromPicture: false)
    let outcome = { (thumb: ThumbView?) in
      PageOutcome(
        status: found.status, problem: found.reason.map { "\(found.name): \($0)" }, isShown: map != nil,
        card: CardView(found, number: number, href: href, thumb: thumb), cell: cell)
    }
    guard makesPages else { return outcome(nil) }
    let sources = try previews.map { try store($0, number) }
    let viewer = found.cost.flatMap { cost in
      previews.flatMap { previews in sources.map { ViewerView(cost, previews, sources: $0) } }
    }
    let view = PictureView(
      found, anchor: "picture-" + ReportAssets.name(number), links: links(number, of: count), viewer: viewer,
      model: try model(map, found, number), footer: footer)
    let page = library.render(view, with: "picture")
    if assets.isSingleFile {
      try assets.work.write(Array(page.utf8), to: Self.part(number))
    } else {
      let document = library.document(title: "\(found.name) – \(title)")
      try assets.work.write(
        Array((document.before + page + document.after).utf8),
        to: "\(ReportAssets.folder)/\(ReportAssets.name(number)).html")
    }
    let thumb = sources.map {
      ThumbView(src: assets.fromPortfolio($0.thumb.src), width: $0.thumb.width, height: $0.thumb.height)
    }
    return outcome(thumb)
  }

  /// Writes the portfolio, and in one file all parts behind it. A report of one picture is that picture's page.
  ///
  /// - Throws: `FileError`.
  func finish(_ outcomes: [PageOutcome], _ absent: [AbsentPicture]) throws(FileError) {
    guard makesPages else { return }
    let view = PortfolioView(title: title, cards: outcomes.map(\.card), absent: absent, footer: footer)
    let document = library.document(title: title)
    let page = library.render(view, with: "index")
    guard assets.isSingleFile else {
      return try assets.work.write(Array((document.before + page + document.after).utf8), to: "index.html")
    }
    try assets.work.append(Array((document.before + page).utf8), to: Self.singleFile)
    for number in 1..<outcomes.count + 1 {
      let part = try AtomicFile.read(PathName.join(assets.work.path, Self.part(number)), limit: .max)
      try assets.work.append(part, to: Self.singleFile)
    }
    try assets.work.append(Array(document.after.utf8), to: Self.singleFile)
  }

  private func links(_ number: Int, of count: Int) -> PictureView.Links {
    PictureView.Links(
      portfolio: assets.portfolio, previous: number > 1 ? assets.page(number - 1, isFromPicture: true) : nil,
      next: number < count ? assets.page(number + 1, isFromPicture: true) : nil)
  }

  private func store(_ previews: PreviewPictures, _ number: Int) throws(FileError) -> PreviewSources {
    func pair(_ pair: PreviewPictures.Pair, _ part: String) throws(FileError) -> (original: String, protected: String) {
      (
        try assets.store(pair.original, "\(part)-original", of: number, .jpeg),
        try assets.store(pair.protected, "\(part)-protected", of: number, .jpeg)
      )
    }
    var detail: (original: String, protected: String)?
    if let part = previews.detail { detail = try pair(part, "detail") }
    let thumbnail = previews.thumbnail
    return PreviewSources(
      whole: try pair(previews.whole, "whole"), detail: detail,
      map: try assets.store(previews.map, "map", of: number, .png),
      thumb: ThumbView(
        src: try assets.store(thumbnail.bytes, "thumbnail", of: number, .jpeg), width: thumbnail.width,
        height: thumbnail.height))
  }

  private func model(
    _ map: VisibilityMap?, _ found: PictureFindings, _ number: Int
  ) throws(FileError) -> ModelView? {
    guard found.status != .unchanged, let map, let made = eye?.pictures(of: map) else { return nil }
    return ModelView(
      original: try assets.store(made.pair.original, "model-original", of: number, .jpeg),
      protected: try assets.store(made.pair.protected, "model-protected", of: number, .jpeg),
      note:
        "What \(made.model) makes of its own encoding of both pictures, at most 512 pixels long. Where the right one is off, the "
        + "encoding was moved; a model that is trained on the picture sees the encoding.")
  }

  private static func part(_ number: Int) -> String { "part-\(ReportAssets.name(number))" }
}

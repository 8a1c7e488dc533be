import Foundation
import Plotting
import Testing

/// Plots of dots: where dots stand, and that texts stay texts.
struct DotPlotTests {
  private func circles(_ svg: String) -> [(x: Double, y: Double)] {
    svg.matches(of: /<circle class="s\d+" cx="([\d.]+)" cy="([\d.]+)" r="4.5"/).compactMap { match in
      guard let x = Double(match.1), let y = Double(match.2) else { return nil }
      return (x, y)
    }
  }

  @Test func dotsStandInProportionOnTheAxis() {
    let plot = DotPlot(
      rows: [.init("a", [.init(0), .init(1)]), .init("b", [.init(0.5), nil])], series: ["one", "two"], ticks: [0, 1],
      unit: "share")
    let dots = circles(plot.svg(.own))
    #expect(dots.count == 3)
    #expect(dots[0].x == 190)
    #expect(dots[1].x == 696)
    #expect(dots[2].x == 443)
    #expect(dots[0].y < dots[1].y && dots[1].y < dots[2].y)
  }

  @Test func whatLiesBeyondTheAxisIsDrawnAtItsEnd() {
    let plot = DotPlot(rows: [.init("a", [.init(-3), .init(9)])], series: ["x", "y"], ticks: [0, 1], unit: "")
    #expect(circles(plot.svg(.own)).map(\.x) == [190, 696])
  }

  @Test func anAxisWithoutLengthDrawsNothingOutside() {
    let plot = DotPlot(rows: [.init("a", [.init(2)])], series: ["x"], ticks: [1, 1], unit: "")
    #expect(circles(plot.svg(.own)).map(\.x) == [190])
  }

  @Test(arguments: [DotPlot.Style.own, .page]) func textsAreNeverMarkup(_ style: DotPlot.Style) throws {
    let hostile = "</text><script>alert(1)</script>\"'&\u{1}"
    let plot = DotPlot(
      rows: [.init(hostile, [.init(1)], note: hostile)], series: [hostile], ticks: [0, 2], unit: hostile,
      control: .init(1, hostile))
    let svg = plot.svg(style, label: hostile)
    #expect(!svg.contains("<script"))
    let document = try XMLDocumentCheck.elements(svg)
    #expect(document.contains("svg") && document.contains("circle") && !document.contains("script"))
  }

  @Test func onlyAFileOfItsOwnHasAStyleSheet() {
    let plot = DotPlot(rows: [.init("a", [.init(1)])], series: ["x"], ticks: [0, 1], unit: "")
    #expect(plot.svg(.own).contains("<style>"))
    #expect(!plot.svg(.page).contains("style"))
  }
}

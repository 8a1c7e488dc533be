import Foundation
import Plotting

/// Draws the plots of the evidence page: a JSON array of plots on standard input becomes an array of SVG documents on standard
/// output. `plots.py` says what a plot is.

/// A plot as Python writes it: a value is a number, `null`, or an array of middle, low and high.
struct Description: Decodable {
  struct Row: Decodable {
    let name: String
    let values: [[Double]?]
  }

  let rows: [Row]
  let series: [String]
  let ticks: [Double]
  let unit: String
  let control: Double?
  let said: String?

  var plot: DotPlot {
    DotPlot(
      rows: rows.map { row in
        DotPlot.Row(
          row.name,
          row.values.map { value in
            guard let value, let middle = value.first else { return nil }
            return value.count == 3 ? DotPlot.Value(middle, low: value[1], high: value[2]) : DotPlot.Value(middle)
          })
      }, series: series, ticks: ticks, unit: unit, control: control.map { DotPlot.Control($0, said ?? "") })
  }
}

do {
  let input = try FileHandle.standardInput.readToEnd() ?? Data()
  let plots = try JSONDecoder().decode([Description].self, from: input)
  try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(plots.map { $0.plot.svg(.own) }))
} catch {
  FileHandle.standardError.write(Data("evidence-plot: \(error)\n".utf8))
  exit(1)
}

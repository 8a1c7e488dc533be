import Foundation
import ImageContainer

/// How outputs in a folder are named after their inputs.
package struct OutputNaming: Sendable, Equatable {
  /// What stands for the name without its ending in a template.
  package static let stem = "{stem}"

  /// The name without its ending, with ``stem`` in it.
  package let template: String
  /// The kind of file that outputs are; `nil` for that of their inputs.
  package let format: ImageFormat?

  /// - Returns: `nil` for a template that no file can be named after, without ``stem``, which would give all the same name, with other
  ///   braces, which stand for nothing, or with the ending of a picture, which outputs have anyway.
  package init?(template: String = OutputNaming.stem, format: ImageFormat? = nil) {
    let rest = template.replacingOccurrences(of: Self.stem, with: "")
    let isName =
      !template.hasPrefix(".") && template.utf8.count <= 200
      && !template.unicodeScalars.contains { $0 == "/" || $0.properties.generalCategory == .control }
    let hasEnding = PictureKind.isReadable(template) || PictureKind.unsupported(template) != nil
    guard isName, !hasEnding, rest != template, !rest.contains(where: { "{}".contains($0) }) else { return nil }
    self.template = template
    self.format = format
  }

  /// The input with the path that its output is to have below the output folder.
  package func named(_ input: InputFile) -> InputFile {
    guard case .file(let path, let relativePath) = input else { return input }
    let relative = relativePath as NSString
    let name = relative.lastPathComponent as NSString
    let stem = template.replacingOccurrences(of: Self.stem, with: name.deletingPathExtension)
    let place = (relative.deletingLastPathComponent as NSString).appendingPathComponent(
      stem + ending(after: name.pathExtension))
    return .file(path, relativePath: place)
  }

  /// The ending with its dot. One that says the format already stays as it is.
  private func ending(after old: String) -> String {
    guard let format, !format.endings.contains(old.lowercased()) else { return old.isEmpty ? "" : ".\(old)" }
    return ".\(format.usualEnding)"
  }
}

import ArgumentParser
import Foundation
import Portfolio

/// What is demanded of the names of files and folders that are to be written.
enum OutputName {
  /// - Parameters:
  ///   - name: as it was given; `nil` passes.
  ///   - option: whose value it is.
  /// - Throws: `ValidationError` for an empty name, which would mean the current folder.
  static func demand(_ name: String?, _ option: String = "--output") throws {
    guard name?.isEmpty == true else { return }
    throw ValidationError("\(option) needs a name, and that of the current folder is .")
  }

  /// - Throws: `ValidationError` for an empty name, and for one that says another kind of picture than PNG.
  static func demandPNG(_ name: String?, _ option: String) throws {
    guard let name else { return }
    guard !name.isEmpty else { throw ValidationError("\(option) needs the name of a file") }
    let isPicture = PictureKind.isReadable(name) || PictureKind.unsupported(name) != nil
    guard isPicture, (name as NSString).pathExtension.lowercased() != "png" else { return }
    throw ValidationError("\(option) writes a PNG, and \(name) says another kind: let it end with .png")
  }
}

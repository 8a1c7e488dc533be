import Foundation
import Testing

/// TIFF, HEIC, AVIF and JPEG XL, which are read to become another kind of file. libtiff, libheif, libavif and libjxl made
/// the files of Pictures/sources from one picture, which is there as a PNG; all are lossless but for the HEIC.
struct SourceFormatTests {
  private static let quick = ["--no-perturb", "--no-mark", "--no-ledger"]
  private static let lossless = [
    "sources/tiled.tif", "sources/sixteen.tif", "sources/cmyk.tif", "sources/lossless.avif", "sources/lossless.jxl",
  ]

  /// Files whose library is installed here.
  private static func readable(_ names: [String]) -> [String] {
    let kinds = [("tif", "TIFF"), ("avif", "HEIC or AVIF"), ("heic", "HEIC or AVIF"), ("jxl", "JPEG XL")]
    guard let work = try? Workplace(), let run = try? work.run("doctor", "--json"), let objects = try? run.objects
    else {
      return []
    }
    let works = Set(objects.filter { $0["state"] as? String == "works" }.compactMap { $0["subject"] as? String })
    return names.filter { name in kinds.contains { name.hasSuffix($0.0) && works.contains($0.1) } }
  }

  @Test(arguments: readable(lossless)) func pixelsAreThoseOfTheLibrary(name: String) throws {
    let work = try Workplace()
    try work.put(name, "sources/source.png")
    let run = try work.run(["protect", "in/\(name)", "-o", "out", "--to", "png"] + Self.quick)
    try #require(run.status == 0, "\(run.errors)")
    let output = (name as NSString).lastPathComponent.replacing(/\.\w+$/, with: ".png")
    let measured = try work.run("measure", "in/sources/source.png", "out/\(output)", "--metric", "linf", "--json")
    #expect(try measured.objects.first?["linf"] as? Double == 0, "\(measured.text)\(measured.errors)")
    // The original is decoded and converted in the same way when it is compared.
    #expect(try work.run("verify", "out/\(output)", "--against", "in/\(name)", "--max-linf", "0").status == 0)
  }

  @Test(arguments: readable(["sources/photo.heic"])) func lossyOnesAreNear(name: String) throws {
    let work = try Workplace()
    try work.put(name, "sources/source.png")
    try #require(work.run(["protect", "in/\(name)", "-o", "out.png"] + Self.quick).status == 0)
    let measured = try work.run("measure", "in/sources/source.png", "out.png", "--metric", "psnr", "--json")
    #expect(try #require(measured.objects.first?["psnr"] as? Double) > 30, "\(measured.text)")
  }

  /// What a website made of a picture is looked at as it is.
  @Test(arguments: readable(["sources/tiled.tif", "sources/lossless.avif", "sources/lossless.jxl"]))
  func copiesAreMeasuredAndSearchedForMarks(name: String) throws {
    let work = try Workplace()
    try work.put(name, "sources/source.png")
    let measured = try work.run("measure", "in/sources/source.png", "in/\(name)", "--metric", "linf", "--json")
    #expect(try measured.objects.first?["linf"] as? Double == 0, "\(measured.text)\(measured.errors)")
    let found = try work.run("mark", "detect", "in", "-r", "--json")
    #expect(found.status == 1, "\(found.errors)")
    #expect(try found.objects.count == 2)
  }

  @Test(.enabled(if: !readable(["tif"]).isEmpty, "libtiff is not installed")) func metadataGoesAlong() throws {
    let work = try Workplace()
    try work.put("sources/tiled.tif")
    for format in ["png", "jpeg", "webp"] {
      let run = try work.run(["protect", "in/sources", "-o", format, "--to", format] + Self.quick)
      try #require(run.status == 0, "\(run.errors)")
      let name = try #require(work.files(below: format).first { !$0.hasPrefix(".") })
      let shown = try work.run("metadata", "show", "\(format)/\(name)")
      #expect(shown.text.contains("Ada Painter") && shown.text.contains("© Ada"), "\(format): \(shown.text)")
      #expect(try work.bytes("\(format)/\(name)").range(of: Data("<dc:title>".utf8)) != nil)
    }
  }

  @Test func theKindThatTheyBecomeHasToBeNamed() throws {
    let work = try Workplace()
    try work.put("sources/tiled.tif", "sources/lossless.avif", "sources/lossless.jxl", "sources/source.png")
    let named = try work.run(["protect", "in/sources/tiled.tif", "-o", "out"] + Self.quick)
    #expect(named.status == 2)
    #expect(
      named.errors.contains("TIFF is read only to become another kind of file (protect --to png, jpeg or webp)"))
    // In a folder they are counted as before.
    let folder = try work.run(["protect", "in/sources", "-o", "out", "--json"] + Self.quick)
    #expect(try folder.objects.count { $0["status"] as? String == "unsupported" } == 3)
  }

  @Test(
    arguments: readable(["sources/tiled.tif", "sources/photo.heic", "sources/lossless.avif", "sources/lossless.jxl"]))
  func damagedFilesAreRefusedInASentence(name: String) throws {
    let work = try Workplace()
    try work.put(name)
    let whole = try work.bytes("in/\(name)")
    for part in [12, whole.count / 3, whole.count - whole.count / 4] {
      try work.write(whole.prefix(part), to: "cut/\(part)-\((name as NSString).lastPathComponent)")
    }
    let run = try work.run(["protect", "cut", "-o", "out", "--to", "png"] + Self.quick)
    #expect(run.status == 2, "\(run.errors)")
    #expect(
      run.errors.split(separator: "\n").count { $0.contains("damaged file") || $0.contains("not supported") } == 3)
    #expect(work.files(below: "out").filter { !$0.hasPrefix(".") }.isEmpty)
    let large = try work.run(
      ["protect", "in/\(name)", "-o", "out", "--to", "png", "--max-pixels", "3000"] + Self.quick)
    #expect(
      large.status == 2 && large.errors.contains("limit passed: 64×48 pixels are more than 3000"), "\(large.errors)")
  }
}

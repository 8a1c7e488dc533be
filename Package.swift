// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "lacquer",
  platforms: [.macOS(.v15)],
  dependencies: [],
  targets: [
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CLittleCMS", pkgConfig: "lcms2", providers: [.apt(["liblcms2-dev"]), .brew(["little-cms2"])]),
    .target(
      name: "CShims",
      dependencies: [
        "CPNG",
        "CJPEG",
      ],
      linkerSettings: [.linkedLibrary("z")]
    ),
    .target(name: "Raster"),
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
    .target(
      name: "ImageCodec",
      dependencies: [
        "Raster",
        "CShims",
        "CLittleCMS",
      ]
    ),
    .executableTarget(name: "CodecProbe", dependencies: ["ImageCodec"], path: "Tests/Support/CodecProbe"),
    .testTarget(
      name: "ImageCodecTests",
      dependencies: [
        "ImageCodec",
        "Raster",
      ]
    ),
  ],
  swiftLanguageModes: [.v6]
)

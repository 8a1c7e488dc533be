// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "lacquer",
  platforms: [.macOS(.v15)],
  dependencies: [],
  targets: [
    .target(name: "Raster"),
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
  ],
  swiftLanguageModes: [.v6]
)

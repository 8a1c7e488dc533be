// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "lacquer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2")
  ],
  targets: [
    .target(name: "Raster"),
    .target(
      name: "Watermark",
      dependencies: [
        "Raster",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
    .testTarget(name: "WatermarkTests", dependencies: ["Raster", "Watermark"]),
  ],
  swiftLanguageModes: [.v6]
)

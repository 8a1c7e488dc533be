// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "lacquer",
  platforms: [.macOS(.v15)],
  dependencies: [],
  targets: [
    .target(name: "CKernels"),
    .target(name: "Raster", dependencies: ["CKernels"]),
    .target(name: "Metrics", dependencies: ["CKernels", "Raster"]),
    .executableTarget(name: "metrics-bench", dependencies: ["Metrics", "Raster"], path: "Benchmarks/metrics-bench"),
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
    .target(name: "CTestPNG", path: "Tests/Support/CTestPNG", linkerSettings: [.linkedLibrary("png")]),
    .testTarget(name: "MetricsTests", dependencies: ["CTestPNG", "Metrics", "Raster"]),
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "lacquer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0"),
  ],
  targets: [
    // C libraries and C of our own.
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CLittleCMS", pkgConfig: "lcms2", providers: [.apt(["liblcms2-dev"]), .brew(["little-cms2"])]),
    .target(
      name: "CShims", dependencies: ["CPNG", "CJPEG"],
      linkerSettings: [.linkedLibrary("z"), .linkedLibrary("expat")]),
    .target(name: "CKernels"),

    // Pictures.
    .target(name: "Raster", dependencies: ["CKernels"]),
    .target(name: "Metrics", dependencies: ["CKernels", "Raster"]),
    .target(name: "ImageCodec", dependencies: ["Raster", "CShims", "CLittleCMS"]),

    // What pictures carry, and proof of what was done to them.
    .target(
      name: "Metadata", dependencies: ["CShims", "ImageCodec", .product(name: "Crypto", package: "swift-crypto")]),

    // Encoders.
    .target(name: "ONNXProto", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .target(
      name: "Surrogates",
      dependencies: [
        "CShims", "ONNXProto", "Raster", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      resources: [.copy("Models")]),
    .target(name: "Perturbation", dependencies: ["Raster", "Surrogates"]),

    // Measuring our own speed.
    .executableTarget(name: "metrics-bench", dependencies: ["Metrics", "Raster"], path: "Benchmarks/metrics-bench"),

    // Tests.
    .target(name: "CTestPNG", path: "Tests/Support/CTestPNG", linkerSettings: [.linkedLibrary("png")]),
    .executableTarget(name: "CodecProbe", dependencies: ["ImageCodec"], path: "Tests/Support/CodecProbe"),
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
    .testTarget(name: "MetricsTests", dependencies: ["CTestPNG", "Metrics", "Raster"]),
    .testTarget(name: "SurrogatesTests", dependencies: ["Raster", "Surrogates"]),
    .testTarget(name: "PerturbationTests", dependencies: ["Perturbation", "Raster", "Surrogates"]),
    .testTarget(name: "MetadataTests", dependencies: ["ImageCodec", "Metadata"]),
  ],
  swiftLanguageModes: [.v6]
)

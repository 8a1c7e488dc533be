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
    .target(name: "CShims"),
    .target(name: "CKernels"),

    // Pictures.
    .target(name: "Raster", dependencies: ["CKernels"]),
    .target(name: "Metrics", dependencies: ["CKernels", "Raster"]),

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
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
    .testTarget(name: "MetricsTests", dependencies: ["CTestPNG", "Metrics", "Raster"]),
    .testTarget(name: "SurrogatesTests", dependencies: ["Raster", "Surrogates"]),
    .testTarget(name: "PerturbationTests", dependencies: ["Perturbation", "Raster", "Surrogates"]),
  ],
  swiftLanguageModes: [.v6]
)

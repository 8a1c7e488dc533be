// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "lacquer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0")
  ],
  targets: [
    .target(name: "CShims"),
    .target(name: "Raster"),
    .target(
      name: "ONNXProto",
      dependencies: [
        .product(name: "SwiftProtobuf", package: "swift-protobuf")
      ]
    ),
    .target(
      name: "Surrogates",
      dependencies: [
        "CShims",
        "ONNXProto",
        "Raster",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      resources: [.copy("Models")]
    ),
    .testTarget(name: "SurrogatesTests", dependencies: ["Raster", "Surrogates"]),
  ],
  swiftLanguageModes: [.v6]
)

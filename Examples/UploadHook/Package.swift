// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "UploadHook",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "lacquer", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
  ],
  targets: [
    .target(
      name: "UploadHook",
      dependencies: [
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "LacquerKit", package: "lacquer"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .executableTarget(name: "UploadServer", dependencies: ["UploadHook"]),
    .testTarget(
      name: "UploadHookTests",
      dependencies: [
        "UploadHook", .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "LacquerKit", package: "lacquer"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

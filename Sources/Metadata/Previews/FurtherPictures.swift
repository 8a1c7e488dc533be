import ImageContainer

/// Pictures and videos behind the end of a JPEG, and what promises them: the index of CIPA DC-007 (MPF) and XMP.
package enum FurtherPictures {
  private static let gainMap = "the HDR gain map"
  private static let video = "the video of the motion photo"
  private static let depth = "the depth map"

  static func isIndex(_ block: MetadataBlock) -> Bool { block.kind == .segment(0xE2) && block.begins(with: "MPF") }

  /// The blocks without what promises pictures behind the end.
  ///
  /// - Parameter found: gets what was promised, in words.
  static func droppingPromises(from blocks: [MetadataBlock], found: inout [String]) -> [MetadataBlock] {
    var kept = blocks
    let promises = promised(in: blocks)
    if !promises.isEmpty {
      var editor = XMPEditor(blocks, format: .jpeg)
      // A packet that cannot be read promises nothing to anybody.
      if (try? editor.remove { promise($0) != nil }) != nil { kept = editor.blocks }
    }
    var words = promises
    if kept.contains(where: isIndex) {
      kept.removeAll(where: isIndex)
      if words.isEmpty { words = ["a further picture behind this one (MPF)"] }
    }
    found += words.filter { !found.contains($0) }
    return kept
  }

  /// What the XMP of a file promises, in words.
  private static func promised(in blocks: [MetadataBlock]) -> [String] {
    var words: [String] = []
    for block in blocks where XMPBlock.isPacket(block) {
      guard let bytes = XMPBlock.packet(block), let packet = try? XMPPacket(bytes) else { continue }
      for property in packet.properties {
        guard let promise = promise(property.name) else { continue }
        let found = promise.isEmpty ? items(of: property, in: packet) : [promise]
        words += found.filter { !words.contains($0) }
      }
    }
    return words
  }

  /// What a property promises; empty when its value says it.
  private static func promise(_ name: XMPName) -> String? {
    switch name.namespace {
    case "http://ns.adobe.com/hdr-gain-map/1.0/", "http://ns.apple.com/HDRGainMap/1.0/": return gainMap
    case "http://ns.google.com/photos/1.0/container/": return ""
    case "http://ns.google.com/photos/1.0/camera/":
      return ["MotionPhoto", "MicroVideo"].contains { name.local.hasPrefix($0) } ? video : nil
    case "http://ns.google.com/photos/1.0/depthmap/", "http://ns.google.com/photos/dd/1.0/device/": return depth
    default: return nil
    }
  }

  /// What the items of a container directory are by their semantics.
  private static func items(of property: XMPPacket.Property, in packet: XMPPacket) -> [String] {
    guard case .element(let element) = property.place else { return [] }
    let text = String(decoding: packet.bytes[packet.tree.elements[element].range], as: UTF8.self)
    return [("GainMap", gainMap), ("MotionPhoto", video), ("Depth", depth)].filter { text.contains($0.0) }.map(\.1)
  }

  /// The blocks without promises of what is removed with a trailer.
  package static func withoutPromises(_ blocks: [MetadataBlock], notes: inout [String]) -> [MetadataBlock] {
    var found: [String] = []
    let kept = droppingPromises(from: blocks, found: &found)
    for what in found { notes.append("\(what) was removed") }
    return kept
  }
}

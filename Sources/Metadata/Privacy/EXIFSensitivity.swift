import ImageContainer

/// What the tags of EXIF tell (CIPA DC-008-2026; TIFF 6.0).
enum EXIFSensitivity {
  private static let told: [Int: (kind: PrivateInformation, name: String)] = [
    0x8825: (.location, "GPS"), 0x9402: (.location, "the air pressure"), 0x9403: (.location, "the water's depth"),
    0xA431: (.device, "the camera's serial number"), 0xA435: (.device, "the lens's serial number"),
    0xC62F: (.device, "the camera's serial number"), 0xA420: (.device, "the picture's unique number"),
    0x013C: (.device, "the computer's name"), 0xA430: (.people, "the owner's name"),
    0xA438: (.people, "the editor's name"),
    0x927C: (.all, "the maker note, which may hold positions and serial numbers"),
  ]

  /// Tags whose meaning is known and says nothing private: those of the picture's form, of exposure, of dates, of rights
  /// and of software.
  private static let harmless: [ClosedRange<Int>] = [
    0x00FE...0x010A, 0x010D...0x013B, 0x013D...0x0148, 0x0151...0x0156, 0x0200...0x0214, 0x1000...0x1001,
    0x4746...0x4746, 0x4749...0x4749, 0x8298...0x829D, 0x8769...0x8769, 0x8773...0x8773, 0x8822...0x8824,
    0x8827...0x8835, 0x9000...0x9217, 0x9286...0x9292, 0x9400...0x9401, 0x9404...0x9406, 0x9C9B...0x9C9F,
    0xA000...0xA00B, 0xA20B...0xA20E, 0xA210...0xA217, 0xA300...0xA302, 0xA401...0xA40C, 0xA432...0xA434,
    0xA436...0xA437, 0xA439...0xA43C, 0xA460...0xA462, 0xA500...0xA500, 0xC4A5...0xC4A5, 0xEA1C...0xEA1D,
  ]

  static func of(_ tag: Int) -> Sensitivity {
    if let known = told[tag] { return .tells(known.kind) }
    return harmless.contains { $0.contains(tag) } ? .harmless : .unknown
  }

  /// What people call a tag.
  static func name(_ tag: Int) -> String { told[tag]?.name ?? "the unknown tag 0x\(String(tag, radix: 16))" }
}

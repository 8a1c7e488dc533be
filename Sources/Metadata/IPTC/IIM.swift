import ImageContainer

/// A stream of IPTC-IIM data sets (IPTC-NAA Information Interchange Model 4.2).
struct IIM {
  struct DataSet: Equatable {
    let record: UInt8
    let number: UInt8
    let value: [UInt8]
  }

  enum Number {
    static let byLine: UInt8 = 80
    static let copyright: UInt8 = 116
    static let contact: UInt8 = 118
  }

  /// Longest values in bytes by the standard.
  private static let limits: [UInt8: Int] = [Number.byLine: 32, Number.copyright: 128, Number.contact: 128]
  /// ISO 2022 for "UTF-8 from here on", the value of 1:90.
  private static let utf8Mark: [UInt8] = [0x1B, 0x25, 0x47]
  /// City, sub-location, province, country code and name, content location code and name.
  private static let locations: Set<UInt8> = [26, 27, 90, 92, 95, 100, 101]
  /// Data sets of record 2 whose meaning is known and says nothing private.
  private static let harmless: Set<UInt8> = [
    0, 3, 4, 5, 7, 8, 10, 12, 15, 20, 22, 25, 30, 35, 37, 38, 40, 42, 45, 47, 50, 55, 60, 62, 63, 65, 70, 75, 80, 85,
    103, 105, 110, 115, 116, 118, 120, 121, 122, 125, 130, 131, 135, 150, 151, 152, 153, 154,
  ]

  private(set) var sets: [DataSet]
  /// What follows the last data set, usually one byte to fill up.
  private let rest: [UInt8]

  /// - Throws: `MetadataError.iptc` for anything that is no stream of data sets.
  init(_ bytes: [UInt8]) throws(MetadataError) {
    sets = []
    var at = 0
    while at + 5 <= bytes.count, bytes[at] == 0x1C {
      var length = Int(bytes[at + 3]) << 8 | Int(bytes[at + 4])
      var start = at + 5
      if length & 0x8000 != 0 {
        // Extended: the low bits say how many bytes of length follow.
        let size = length & 0x7FFF
        guard size <= 4, start + size <= bytes.count else { throw .iptc("a length runs past the end") }
        length = bytes[start..<start + size].reduce(0) { $0 << 8 | Int($1) }
        start += size
      }
      guard start + length <= bytes.count else { throw .iptc("a data set runs past the end") }
      sets.append(
        DataSet(record: bytes[at + 1], number: bytes[at + 2], value: Array(bytes[start..<start + length])))
      at = start + length
    }
    rest = Array(bytes[at...])
    guard rest.allSatisfy({ $0 == 0 }) else { throw .iptc("there are other bytes among the data sets") }
  }

  /// The stream; `nil` when a value is longer than its length can say.
  var bytes: [UInt8] {
    sets.reduce(into: [UInt8]()) { out, set in
      let length = set.value.count
      out += [0x1C, set.record, set.number]
      if length < 0x8000 {
        out += [UInt8(length >> 8), UInt8(length & 255)]
      } else {
        out += [0x80, 4] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
      }
      out += set.value
    } + rest
  }

  /// Whether text is UTF-8 by 1:90.
  var isUTF8: Bool { sets.contains { $0.record == 1 && $0.number == 90 && $0.value == Self.utf8Mark } }

  func text(_ number: UInt8) -> String? {
    guard let set = sets.first(where: { $0.record == 2 && $0.number == number }) else { return nil }
    if isUTF8 { return String(decoding: set.value, as: UTF8.self) }
    if let text = String(validating: set.value, as: UTF8.self) { return text }
    return String(set.value.map { Character(Unicode.Scalar($0)) })
  }

  /// What a data set tells. Records other than 1 and 2 hold pictures, and are not known to be harmless.
  static func sensitivity(_ set: DataSet) -> Sensitivity {
    switch set.record {
    case 1: .harmless
    case 2 where locations.contains(set.number): .tells(.location)
    case 2 where harmless.contains(set.number): .harmless
    default: .unknown
    }
  }

  mutating func removeSets(_ isRemoved: (DataSet) -> Bool) { sets.removeAll(where: isRemoved) }

  /// Removes data sets of record 2.
  mutating func remove(_ isRemoved: (UInt8) -> Bool) {
    sets.removeAll { $0.record == 2 && isRemoved($0.number) }
  }

  mutating func remove(_ number: UInt8) {
    sets.removeAll { $0.record == 2 && $0.number == number }
  }

  /// Sets a text of record 2.
  ///
  /// - Parameter notes: gets a line when the value had to be cut to what the standard allows.
  /// - Throws: `MetadataError.iptc` when the stream's character set cannot hold the text.
  mutating func set(_ number: UInt8, _ text: String, notes: inout [String]) throws(MetadataError) {
    var value: [UInt8]
    if text.utf8.allSatisfy({ $0 < 128 }) || isUTF8 {
      value = Array(text.utf8)
    } else if sets.allSatisfy({ $0.record != 2 || $0.value.allSatisfy { $0 < 128 } || $0.number == 0 }),
      !sets.contains(where: { $0.record == 1 && $0.number == 90 })
    {
      // Nothing but ASCII so far, which is UTF-8 already.
      declareUTF8()
      value = Array(text.utf8)
    } else if text.unicodeScalars.allSatisfy({ $0.value < 256 }) {
      value = text.unicodeScalars.map { UInt8($0.value) }
    } else {
      throw .iptc("its character set cannot hold \"\(text)\"")
    }
    if let limit = Self.limits[number], value.count > limit {
      value = Self.cut(value, limit, isUTF8: isUTF8)
      notes.append("IPTC data set 2:\(number) holds \(limit) bytes: its copy of the text was cut")
    }
    guard sets.filter({ $0.record == 2 && $0.number == number }).map(\.value) != [value] else { return }
    remove(number)
    insert(DataSet(record: 2, number: number, value: value))
  }

  /// A stream with the version that the standard demands, and in UTF-8.
  static func empty() throws(MetadataError) -> IIM {
    var stream = try IIM([])
    stream.sets = [
      DataSet(record: 1, number: 0, value: [0, 4]), DataSet(record: 1, number: 90, value: utf8Mark),
      DataSet(record: 2, number: 0, value: [0, 4]),
    ]
    return stream
  }

  private mutating func declareUTF8() {
    if !sets.contains(where: { $0.record == 1 && $0.number == 0 }) {
      insert(DataSet(record: 1, number: 0, value: [0, 4]))
    }
    insert(DataSet(record: 1, number: 90, value: Self.utf8Mark))
  }

  private mutating func insert(_ set: DataSet) {
    let place = sets.firstIndex { ($0.record, $0.number) > (set.record, set.number) }
    sets.insert(set, at: place ?? sets.count)
  }

  /// A prefix that does not end inside a character.
  private static func cut(_ value: [UInt8], _ limit: Int, isUTF8: Bool) -> [UInt8] {
    var end = limit
    while isUTF8, end > 0, value[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(value[..<end])
  }
}

/// Tags of EXIF (CIPA DC-008-2026) that are read or written.
enum EXIFTag {
  static let orientation = 0x0112
  static let xResolution = 0x011A
  static let yResolution = 0x011B
  static let resolutionUnit = 0x0128
  static let artist = 0x013B
  static let yCbCrPositioning = 0x0213
  static let copyright = 0x8298
  static let exifDirectory = 0x8769
  static let gpsDirectory = 0x8825
  static let version = 0x9000
  static let components = 0x9101
  static let makerNote = 0x927C
  static let learningOptOut = 0x9287
  static let flashpix = 0xA000
  static let colourSpace = 0xA001
  static let width = 0xA002
  static let height = 0xA003
  static let serialNumber = 0xC62F
  static let bodySerial = 0xA431
  static let lensSerial = 0xA435
}

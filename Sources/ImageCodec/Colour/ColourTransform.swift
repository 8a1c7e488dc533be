import CLittleCMS
import Foundation

/// A transform of Little CMS between the file's colour space and sRGB, on rows of interleaved samples.
///
/// Uses relative colorimetric intent with black-point compensation for display spaces and perceptual for CMYK.
final class ColourTransform: @unchecked Sendable {  // made without cache, so rows may be transformed concurrently
  /// How samples lie in memory.
  enum Samples {
    case grey8, grey16, rgb8, rgb16, rgba8, rgba16
    case cmyk8(inverted: Bool)

    var format: cmsUInt32Number {
      switch self {
      case .grey8: Self.format(space: UInt32(PT_GRAY), channels: 1, bytes: 1)
      case .grey16: Self.format(space: UInt32(PT_GRAY), channels: 1, bytes: 2)
      case .rgb8: Self.format(space: UInt32(PT_RGB), channels: 3, bytes: 1)
      case .rgb16: Self.format(space: UInt32(PT_RGB), channels: 3, bytes: 2)
      case .rgba8: Self.format(space: UInt32(PT_RGB), channels: 3, bytes: 1, extra: 1)
      case .rgba16: Self.format(space: UInt32(PT_RGB), channels: 3, bytes: 2, extra: 1)
      case .cmyk8(let inverted):
        Self.format(space: UInt32(PT_CMYK), channels: 4, bytes: 1) | (inverted ? 1 << 13 : 0)
      }
    }

    /// Little CMS' pixel format word, whose macros Swift does not see: FLAVOR 13, COLORSPACE 16, EXTRA 7, CHANNELS 3.
    private static func format(space: UInt32, channels: UInt32, bytes: UInt32, extra: UInt32 = 0) -> UInt32 {
      space << 16 | extra << 7 | channels << 3 | bytes
    }
  }

  private let handle: cmsHTRANSFORM

  private init(_ handle: cmsHTRANSFORM) { self.handle = handle }

  deinit { cmsDeleteTransform(handle) }

  /// From a profile's space to sRGB.
  convenience init(from profile: ICCProfile, _ input: Samples, toSRGB output: Samples) throws(ImageCodecError) {
    guard let sRGB = ICCProfile.sRGB() else { throw .colour("out of memory") }
    try self.init(profile, input, sRGB, output)
  }

  /// From sRGB to a profile's space.
  convenience init(fromSRGB input: Samples, to profile: ICCProfile, _ output: Samples) throws(ImageCodecError) {
    guard let sRGB = ICCProfile.sRGB() else { throw .colour("out of memory") }
    try self.init(sRGB, input, profile, output)
  }

  /// From an RGB profile to linear light of sRGB's primaries: three floats a pixel in and out, nothing clipped.
  convenience init(toLinearSRGB profile: ICCProfile) throws(ImageCodecError) {
    try self.init(floats: profile, try Self.linearSRGB())
  }

  /// From linear light of sRGB's primaries to an RGB profile: three floats a pixel in and out, nothing clipped.
  convenience init(fromLinearSRGB profile: ICCProfile) throws(ImageCodecError) {
    try self.init(floats: try Self.linearSRGB(), profile)
  }

  private static func linearSRGB() throws(ImageCodecError) -> ICCProfile {
    // Rec. ITU-R BT.709 primaries and D65, as sRGB has them (IEC 61966-2-1).
    guard
      let linear = ICCProfile.display(
        white: (0.3127, 0.3290), red: (0.64, 0.33), green: (0.30, 0.60), blue: (0.15, 0.06), curve: .gamma(1))
    else { throw .colour("out of memory") }
    return linear
  }

  private convenience init(floats from: ICCProfile, _ to: ICCProfile) throws(ImageCodecError) {
    let flags = UInt32(cmsFLAGS_NOCACHE) | UInt32(cmsFLAGS_NOOPTIMIZE) | UInt32(cmsFLAGS_BLACKPOINTCOMPENSATION)
    // FLOAT 22, COLORSPACE 16, CHANNELS 3, four bytes a sample.
    let format = UInt32(1) << 22 | UInt32(PT_RGB) << 16 | 3 << 3 | 4
    guard
      let handle = cmsCreateTransform(
        from.handle, format, to.handle, format, UInt32(INTENT_RELATIVE_COLORIMETRIC), flags)
    else { throw .colour("the file's colour profile cannot be used for a transform") }
    self.init(handle)
  }

  private convenience init(
    _ from: ICCProfile, _ input: Samples, _ to: ICCProfile, _ output: Samples
  ) throws(ImageCodecError) {
    let isPrint = from.space == .cmyk || to.space == .cmyk
    let intent = isPrint ? INTENT_PERCEPTUAL : INTENT_RELATIVE_COLORIMETRIC
    let flags = UInt32(cmsFLAGS_NOCACHE) | UInt32(cmsFLAGS_BLACKPOINTCOMPENSATION)
    guard
      let handle = cmsCreateTransform(
        from.handle, input.format, to.handle, output.format, UInt32(intent), flags)
    else { throw .colour("the file's colour profile cannot be used for a transform") }
    self.init(handle)
  }

  func apply(_ input: UnsafeRawPointer, _ output: UnsafeMutableRawPointer, pixels: Int) {
    cmsDoTransform(handle, input, output, UInt32(pixels))
  }
}

/// An opened ICC profile.
final class ICCProfile: @unchecked Sendable {  // never changed after it was opened
  enum Space { case grey, rgb, cmyk, other }

  let handle: cmsHPROFILE

  private init(_ handle: cmsHPROFILE) { self.handle = handle }

  deinit { cmsCloseProfile(handle) }

  /// - Returns: `nil` when Little CMS cannot read it.
  convenience init?(_ bytes: [UInt8]) {
    guard bytes.count >= 128,
      let handle = bytes.withUnsafeBytes({ cmsOpenProfileFromMem($0.baseAddress, UInt32($0.count)) })
    else { return nil }
    self.init(handle)
  }

  static func sRGB() -> ICCProfile? { cmsCreate_sRGBProfile().map(ICCProfile.init) }

  /// A display profile of primaries and white (CIE xy) with one curve for all channels.
  static func display(
    white: (x: Double, y: Double), red: (x: Double, y: Double), green: (x: Double, y: Double),
    blue: (x: Double, y: Double), curve: Curve
  ) -> ICCProfile? {
    guard let tone = curve.make() else { return nil }
    defer { cmsFreeToneCurve(tone) }
    var white = cmsCIExyY(x: white.x, y: white.y, Y: 1)
    var primaries = cmsCIExyYTRIPLE(
      Red: cmsCIExyY(x: red.x, y: red.y, Y: 1), Green: cmsCIExyY(x: green.x, y: green.y, Y: 1),
      Blue: cmsCIExyY(x: blue.x, y: blue.y, Y: 1))
    var curves: [OpaquePointer?] = [tone, tone, tone]
    return cmsCreateRGBProfile(&white, &primaries, &curves).map(ICCProfile.init)
  }

  /// A grey profile with a curve, white D50 as the connection space has it.
  static func grey(curve: Curve) -> ICCProfile? {
    guard let tone = curve.make(), let white = cmsD50_xyY() else { return nil }
    defer { cmsFreeToneCurve(tone) }
    return cmsCreateGrayProfile(white, tone).map(ICCProfile.init)
  }

  enum Curve {
    case gamma(Double)
    case sRGB

    fileprivate func make() -> OpaquePointer? {
      switch self {
      case .gamma(let exponent): return cmsBuildGamma(nil, exponent)
      case .sRGB:
        // IEC 61966-2-1 as ICC's parametric curve type 3.
        let parameters: [Double] = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]
        return cmsBuildParametricToneCurve(nil, 4, parameters)
      }
    }
  }

  var space: Space {
    switch cmsGetColorSpace(handle) {
    case cmsSigGrayData: .grey
    case cmsSigRgbData: .rgb
    case cmsSigCmykData: .cmyk
    default: .other
    }
  }

  /// The profile as bytes of an ICC file.
  var bytes: [UInt8]? {
    var count: UInt32 = 0
    guard cmsSaveProfileToMem(handle, nil, &count) != 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    guard bytes.withUnsafeMutableBytes({ cmsSaveProfileToMem(handle, $0.baseAddress, &count) }) != 0, bytes.count >= 128
    else { return nil }
    // The date of making (ICC.1, 7.2.8) would make equal profiles differ.
    bytes.replaceSubrange(24..<36, with: [7, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    return bytes
  }

  /// Whether samples of this profile are sRGB to within half a level of 255, judged on a grid of probes.
  var isNearSRGB: Bool {
    let levels: [UInt8]
    let input: ColourTransform.Samples
    switch space {
    case .grey:
      levels = Array(0...255)
      input = .grey8
    case .rgb:
      let steps = stride(from: 0, through: 255, by: 17).map { UInt8($0) }
      levels = steps.flatMap { r in steps.flatMap { g in steps.flatMap { b in [r, g, b] } } }
      input = .rgb8
    case .cmyk, .other: return false
    }
    guard let transform = try? ColourTransform(from: self, input, toSRGB: .rgb16) else { return false }
    let channels = space == .grey ? 1 : 3
    let pixels = levels.count / channels
    var out = [UInt16](repeating: 0, count: pixels * 3)
    levels.withUnsafeBytes { from in
      out.withUnsafeMutableBytes { to in
        if let from = from.baseAddress, let to = to.baseAddress { transform.apply(from, to, pixels: pixels) }
      }
    }
    return out.indices.allSatisfy { i in
      let level = levels[channels == 1 ? i / 3 : i]
      return abs(Double(out[i]) / 257 - Double(level)) < 0.5
    }
  }
}

extension ColourProfile {
  /// The profile of a file, or sRGB with a warning when it cannot be used.
  static func judge(_ bytes: [UInt8], layout: ICCProfile.Space, warnings: inout [String]) -> ColourProfile {
    guard let profile = ICCProfile(bytes) else {
      warnings.append("the colour profile cannot be read; it is kept, and the picture is taken as sRGB")
      return .sRGB
    }
    guard profile.space == layout else {
      warnings.append("the colour profile is for another kind of picture; it is kept, and not used")
      return .sRGB
    }
    let (input, output): (ColourTransform.Samples, ColourTransform.Samples) =
      switch layout {
      case .grey: (.grey16, .rgb16)
      case .cmyk: (.cmyk8(inverted: false), .rgb16)
      case .rgb, .other: (.rgb16, .rgb16)
      }
    guard (try? ColourTransform(from: profile, input, toSRGB: output)) != nil else {
      warnings.append("the colour profile has no usable transform; it is kept, and the picture is taken as sRGB")
      return .sRGB
    }
    if layout == .rgb, (try? ColourTransform(fromSRGB: .rgb16, to: profile, .rgb16)) == nil {
      warnings.append("the colour profile cannot be written to; it is kept, and the picture is taken as sRGB")
      return .sRGB
    }
    return profile.isNearSRGB ? .sRGB : .icc(bytes)
  }
}

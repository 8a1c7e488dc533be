import ImageContainer

/// What the properties of XMP tell (ISO 16684-1; IPTC Photo Metadata Standard 2025.1; vendors' schemas).
enum XMPSensitivity {
  private static let told: [String: [String: PrivateInformation]] = [
    XMPNamespace.exif.rawValue: ["ImageUniqueID": .device, "MakerNote": .all],
    XMPNamespace.exifExtended.rawValue: [
      "BodySerialNumber": .device, "LensSerialNumber": .device, "CameraOwnerName": .people, "ImageEditor": .people,
    ],
    XMPNamespace.auxiliary.rawValue: [
      "SerialNumber": .device, "LensSerialNumber": .device, "OwnerName": .people, "ImageNumber": .device,
    ],
    XMPNamespace.photoshop.rawValue: [
      "City": .location, "State": .location, "Country": .location, "DocumentAncestors": .history, "History": .history,
      "TextLayers": .history,
    ],
    XMPNamespace.iptcCore.rawValue: ["Location": .location, "CountryCode": .location],
    XMPNamespace.iptcExtension.rawValue: [
      "LocationCreated": .location, "LocationShown": .location, "PersonInImage": .people,
      "PersonInImageWDetails": .people, "OrganisationInImageName": .people, "ModelAge": .people,
      "AddlModelInfo": .people, "ImageRegion": .people, "RegistryId": .history, "DigitalImageGUID": .history,
    ],
    "http://ns.adobe.com/xap/1.0/mm/": [
      "History": .history, "Ingredients": .history, "DerivedFrom": .history, "Pantry": .history,
      "ManagedFrom": .history, "Manifest": .history, "Versions": .history,
    ],
    "http://ns.adobe.com/xap/1.0/": ["BaseURL": .history],
    "http://ns.adobe.com/camera-raw-settings/1.0/": ["RawFileName": .history],
    "http://www.metadataworkinggroup.com/schemas/regions/": ["Regions": .people],
    "http://ns.microsoft.com/photo/1.2/": ["RegionInfo": .people],
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": ["shotLocation": .location],
  ]

  /// Schemas that are published and say nothing private but what is told above.
  private static let harmless: Set<String> = [
    XMPNamespace.rdf.rawValue, XMPNamespace.xml.rawValue, XMPNamespace.meta.rawValue, XMPNamespace.dc.rawValue,
    XMPNamespace.rights.rawValue, XMPNamespace.note.rawValue, XMPNamespace.plus.rawValue,
    XMPNamespace.iptcCore.rawValue, XMPNamespace.iptcExtension.rawValue, XMPNamespace.exif.rawValue,
    XMPNamespace.exifExtended.rawValue, XMPNamespace.auxiliary.rawValue, XMPNamespace.photoshop.rawValue,
    "http://ns.adobe.com/tiff/1.0/", "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/xap/1.0/mm/",
    "http://ns.adobe.com/xap/1.0/t/pg/", "http://ns.adobe.com/xap/1.0/bj/", "http://ns.adobe.com/pdf/1.3/",
    "http://ns.adobe.com/camera-raw-settings/1.0/", "http://ns.adobe.com/lightroom/1.0/",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/", "http://ns.adobe.com/hdr-gain-map/1.0/",
    "http://ns.apple.com/HDRGainMap/1.0/", "http://ns.google.com/photos/1.0/container/",
    "http://ns.google.com/photos/1.0/container/item/", "http://ns.google.com/photos/1.0/camera/",
    "http://ns.google.com/photos/1.0/panorama/", "http://ns.google.com/photos/1.0/image/",
    "http://ns.google.com/photos/1.0/depthmap/", "http://creativecommons.org/ns#", "https://rslstandard.org/rsl",
  ]

  static func of(_ name: XMPName) -> Sensitivity {
    if let kind = told[name.namespace]?[name.local] { return .tells(kind) }
    if name.namespace == XMPNamespace.exif.rawValue, name.local.hasPrefix("GPS") { return .tells(.location) }
    return harmless.contains(name.namespace) ? .harmless : Sensitivity(name: name.local)
  }
}

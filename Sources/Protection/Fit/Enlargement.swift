import Raster

extension RasterImage {
  /// A perturbation at the size of a picture, resampled with a kernel that adds nothing above the working copy's band.
  func enlarged(to picture: PackedImage) -> any PictureChange {
    guard width != picture.width || height != picture.height else { return self }
    return EnlargedImage(self, toWidth: picture.width, height: picture.height)
  }

  /// A perturbation with as many planes as a picture, one or three.
  func matching(_ image: RasterImage) -> RasterImage {
    image.channels == channels ? self : image.channels == 3 ? rgb : RasterImage(planes: [luma()])
  }
}

extension Float {
  /// A changed sample as a file can hold it: 0…1, and no further outside than this sample, which may be a colour outside sRGB.
  func within(_ changed: Float) -> Float { min(max(1, self), max(min(0, self), changed)) }
}

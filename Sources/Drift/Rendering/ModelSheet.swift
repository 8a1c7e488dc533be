import Comparison
import Raster
import Surrogates

/// A contact sheet of what an autoencoder makes of an original, its protected picture and the noise control: what it is
/// shown, what it makes of its own latents, the latents as colours, and how far they moved.
package enum ModelSheet {
  /// The sheet.
  ///
  /// - Parameters:
  ///   - encoder: its last tap is the latent.
  ///   - decoder: of the same autoencoder.
  ///   - side: the pictures' long side in pixels, at most.
  /// - Throws: `DriftError.decoderDoesNotFit`, `SurrogateError`.
  package static func canvas(
    _ material: DriftMeter.Material, encoder: Session, decoder: LatentDecoder, side: Int = 512
  ) throws -> Canvas {
    let pictures = [material.original, material.protected, material.controls[0]].map {
      DriftMeter.fitted($0, side: side, granularity: encoder.encoder.granularity)
    }
    let latents = try pictures.map { picture in
      let features = try encoder.features(of: picture)
      return features[features.count - 1]
    }
    guard latents[0].shape.count == 4, decoder.channels == latents[0].shape[1] else {
      throw DriftError.decoderDoesNotFit(encoder: encoder.encoder.name, decoder: decoder.name)
    }
    let rebuilt = try latents.map { try decoder.picture(of: $0) }
    let colours = LatentColours(latents[0])
    let moved = latents.map { change($0, from: latents[0]) }
    let top = max(1e-6, moved.flatMap(\.samples).max() ?? 1)
    let (width, height) = (pictures[0].width, pictures[0].height)
    let shown = { (small: RasterImage) in enlarged(small, width: width, height: height) }
    let rows: [(name: String, pictures: [RasterImage])] = [
      ("what the model is shown", pictures), ("what it rebuilds", rebuilt),
      ("its latents, three directions", latents.map { shown(colours.picture($0)) }),
      ("how far the latents moved", moved.map { shown(ColourScale.picture($0, top: top)) }),
    ]
    let drifts = latents.map { $0.distance(to: latents[0]) / max(1e-12, latents[0].length) }
    let names = [
      "original", "protected, drift \(DifferencePictures.figure(drifts[1]))",
      "matched noise, drift \(DifferencePictures.figure(drifts[2]))",
    ]
    return sheet(rows, names: names, title: "\(encoder.encoder.name), \(decoder.name)")
  }

  private static func sheet(
    _ rows: [(name: String, pictures: [RasterImage])], names: [String], title: String
  ) -> Canvas {
    let (width, height) = (rows[0].pictures[0].width, rows[0].pictures[0].height)
    let scale = max(1, width / 180)
    let (line, gap) = ((Lettering.height + 5) * scale, 6 * scale)
    let cell = max(width, (names.map(\.count).max() ?? 0) * Lettering.advance * scale)
    var canvas = Canvas(
      width: gap + names.count * (cell + gap), height: 2 * line + rows.count * (height + line + gap))
    canvas.write(title, x: gap, y: gap, scale: scale)
    for (column, name) in names.enumerated() {
      canvas.write(name, x: gap + column * (cell + gap), y: line + gap, scale: scale)
    }
    for (index, row) in rows.enumerated() {
      let y = 2 * line + gap + index * (height + line + gap)
      for (column, picture) in row.pictures.enumerated() { canvas.put(picture, x: gap + column * (cell + gap), y: y) }
      canvas.write(row.name, x: gap, y: y + height + 2 * scale, scale: scale)
    }
    return canvas
  }

  /// Euclidean distance of the latents at every place.
  private static func change(_ latent: Tensor, from reference: Tensor) -> Plane {
    let (channels, height, width) = (latent.shape[1], latent.shape[2], latent.shape[3])
    var plane = Plane(width: width, height: height)
    for channel in 0..<channels {
      for place in 0..<width * height {
        let difference =
          latent.elements[channel * width * height + place]
          - reference.elements[channel * width * height + place]
        plane.samples[place] += difference * difference
      }
    }
    return plane.map { $0.squareRoot() }
  }

  /// Every pixel repeated so that the picture has this size.
  private static func enlarged(_ picture: RasterImage, width: Int, height: Int) -> RasterImage {
    RasterImage(
      planes: picture.planes.map { plane in
        var larger = Plane(width: width, height: height)
        for y in 0..<height {
          for x in 0..<width {
            larger.samples[y * width + x] =
              plane.samples[y * plane.height / height * plane.width + x * plane.width / width]
          }
        }
        return larger
      })
  }
}

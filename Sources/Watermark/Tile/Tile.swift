import Raster

/// The pattern of one mark as it is laid over a picture again and again: the same for luma and for the blue–yellow layer.
struct Tile {
  /// Mean square 1, `chips · pitch` pixels a side.
  let luma: Plane
  let chroma: Plane

  /// - Parameters:
  ///   - pitch: pixels along a side of a chip.
  ///   - pilotGain: of the pilots' amplitude over that of the other lines.
  init(mark: Mark, layout: TileLayout, variant: Int, pitch: Int, pilotGain: Float = 1) {
    let code = mark.codeSigns
    let signs = layout.variants[variant]
    let side = TileLayout.chips * pitch
    var lines = Lines(side: side)
    let rest = 1 / (1 + TileLayout.pilotShare * (pilotGain * pilotGain - 1)).squareRoot()
    for (index, line) in layout.pilots.enumerated() {
      lines.add(
        line, layout.pilotAmplitude * pilotGain * rest, signs.pilotSigns[2 * index], signs.pilotSigns[2 * index + 1])
    }
    for (index, line) in layout.luma.enumerated() {
      let (i, j) = (2 * index, 2 * index + 1)
      lines.add(
        line, layout.lumaAmplitudes[index] * rest, signs.lumaSigns[i] * code[signs.lumaBits[i]],
        signs.lumaSigns[j] * code[signs.lumaBits[j]])
    }
    luma = Fourier.inverse(lines.spectrum)
    lines = Lines(side: side)
    for (index, line) in layout.chroma.enumerated() {
      let (i, j) = (2 * index, 2 * index + 1)
      lines.add(
        line, layout.chromaAmplitude, signs.chromaSigns[i] * code[signs.chromaBits[i]],
        signs.chromaSigns[j] * code[signs.chromaBits[j]])
    }
    chroma = Fourier.inverse(lines.spectrum)
  }

  private struct Lines {
    var spectrum: Spectrum

    init(side: Int) {
      spectrum = Spectrum(width: side, height: side)
    }

    mutating func add(_ line: TileLayout.Frequency, _ amplitude: Float, _ cosine: Float, _ sine: Float) {
      let side = spectrum.height
      let index = (line.b + side) % side * spectrum.columns + line.a
      let scale = amplitude * Float(side * side) / 2
      spectrum.real[index] = scale * cosine
      spectrum.imaginary[index] = scale * sine
    }
  }
}

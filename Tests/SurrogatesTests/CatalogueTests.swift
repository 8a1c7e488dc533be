import Foundation
import Surrogates
import Testing

struct CatalogueTests {
  @Test func unknownNameSaysWhatIsKnown() {
    #expect {
      try Catalogue.resolve("no-such-model")
    } throws: { error in
      "\(error)".contains("no-such-model") && "\(error)".contains(".safetensors")
    }
  }

  @Test func missingFileIsNamed() {
    #expect {
      try Catalogue.encoder("/nowhere/model.safetensors")
    } throws: { "\($0)" == "/nowhere/model.safetensors: cannot be read" }
  }

  @Test func foreignWeightsAreRefused() throws {
    let data = try SafeTensorsWriter.data(["w": Tensor(shape: [1])])
    try SafeTensorsWriter.withFile(data, named: "w.safetensors") { path in
      _ = #expect(throws: SurrogateError.self) { try Encoder.load(path: path) }
    }
  }

  @Test(.needsTAEF2) func decoderIsNotAnEncoder() throws {
    let path = try #require(SharedData.path("models/taef2_decoder_f16.safetensors"))
    #expect {
      try Encoder.load(path: path)
    } throws: { "\($0)".contains("decoder") }
  }

  @Test(.needsTAEF2) func tinyAutoencoderIsHeardAtEveryStage() throws {
    let path = try #require(SharedData.path("models/taef2_encoder_f16.safetensors"))
    let encoder = try Catalogue.encoder(path)
    #expect(encoder.taps.map(\.name) == ["layer 5", "layer 9", "layer 13", "latent"])
    #expect(encoder.taps.map(\.reduction) == [2, 4, 8, 8])
    #expect(encoder.taps.map(\.channels) == [64, 64, 64, 32])
    #expect(encoder.granularity == 8)
  }
}

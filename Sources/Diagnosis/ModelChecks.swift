import Surrogates

/// The encoders, the pattern generator and the metric that come with Lacquer, and the encoders that were added.
enum ModelChecks {
  static func all() -> [Finding] {
    [builtin(), generators(), metric(), added()]
  }

  private static func builtin() -> Finding {
    do {
      let encoders = try Catalogue.builtinEncoders()
      let roles = Dictionary(grouping: encoders, by: \.role)
      guard roles[.train] != nil, roles[.judge] != nil else {
        return Finding(
          "built-in encoders", .broken, "only \(encoders.count) of them are beside the program",
          remedy: "install the package again, or set LACQUER_MODELS to their folder")
      }
      return Finding("built-in encoders", .works, encoders.map(\.name).joined(separator: ", "))
    } catch {
      return Finding("built-in encoders", .broken, "\(error)", remedy: "install the package again")
    }
  }

  private static func generators() -> Finding {
    guard let runtime = try? Runtime.shared() else {
      return Finding("pattern generator", .broken, "not tried: it runs in ONNX Runtime")
    }
    do {
      return Finding("pattern generator", .works, try PatternGenerator.builtin(runtime: runtime).name)
    } catch {
      return Finding("pattern generator", .broken, "\(error)", remedy: "install the package again")
    }
  }

  private static func metric() -> Finding {
    do {
      return Finding("metric of visibility", .works, try Encoder.visibilityMetric().name)
    } catch {
      return Finding("metric of visibility", .broken, "\(error)", remedy: "install the package again")
    }
  }

  private static func added() -> Finding {
    let names = ModelStore().list().map(\.name)
    return Finding("added encoders", .works, names.isEmpty ? "none" : names.joined(separator: ", "))
  }
}

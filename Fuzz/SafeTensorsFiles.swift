import Foundation
import Surrogates

extension FuzzTarget {
  static let safetensors = FuzzTarget(name: "safetensors") { bytes in
    guard let file = try? SafeTensors(data: Data(bytes), path: "fuzz.safetensors") else { return }
    for name in file.names { _ = try? file.tensor(name) }
  }
}

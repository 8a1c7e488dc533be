import Foundation
import Surrogates

extension FuzzTarget {
  static let pickle = FuzzTarget(name: "pickle") { bytes in
    _ = try? PickledArrays(Data(bytes), path: "fuzz.npy")
    _ = try? TorchFile(Data(bytes), path: "fuzz.pth")
  }
}

import Foundation
import Raster
import Testing

struct UsableCoresTests {
  @Test(
    arguments: [
      ("max 100000\n", nil), ("100000 100000\n", 1), ("150000 100000", 2), ("1000 100000", 1), ("400000 100000", 4),
      ("", nil), ("0 100000", nil), ("-1 100000", nil), ("100000 0", nil), ("nan 1", nil), ("1e300 1", nil),
      ("x y", nil),
    ] as [(String, Int?)]) func quotasAreReadAsCores(_ text: String, _ cores: Int?)
  {
    #expect(UsableCores.cores(inQuota: text) == cores)
  }

  @Test func noMoreCoresAreUsedThanThereAre() {
    #expect((1...ProcessInfo.processInfo.processorCount).contains(UsableCores.count))
    #expect(Parallel.threads == UsableCores.count)
  }
}

/// Sorting and rank matching of samples, in linear time: a radix sort of the samples' bit patterns.
package enum RankOrder {
  /// The samples in ascending order.
  package static func sorted(_ samples: ContiguousArray<Float>) -> ContiguousArray<Float> {
    ContiguousArray(order(of: samples).map { samples[Int(UInt32(truncatingIfNeeded: $0))] })
  }

  /// Gives the smallest sample the first of `values`, the next the second, and so on.
  ///
  /// - Precondition: as many values, in ascending order, as samples.
  package static func impose(_ values: ContiguousArray<Float>, on samples: inout ContiguousArray<Float>) {
    precondition(values.count == samples.count, "as many values as samples")
    for (rank, key) in order(of: samples).enumerated() {
      samples[Int(UInt32(truncatingIfNeeded: key))] = values[rank]
    }
  }

  /// Keys in ascending order of the samples: the low 32 bits are the index, the high ones the sample's ordered bits.
  private static func order(of samples: ContiguousArray<Float>) -> ContiguousArray<UInt64> {
    var keys = ContiguousArray<UInt64>(repeating: 0, count: samples.count)
    for index in samples.indices {
      let bits = samples[index].bitPattern
      let ordered = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
      keys[index] = UInt64(ordered) << 32 | UInt64(index)
    }
    var spare = keys
    // Three passes of 11 bits cover the 32 of a sample.
    for shift in [32, 43, 54] as [UInt64] {
      var counts = [Int](repeating: 0, count: 2048)
      for key in keys { counts[Int((key >> shift) & 2047)] += 1 }
      var position = 0
      for digit in counts.indices { (counts[digit], position) = (position, position + counts[digit]) }
      keys.withUnsafeBufferPointer { keys in
        spare.withUnsafeMutableBufferPointer { spare in
          for key in keys {
            let digit = Int((key >> shift) & 2047)
            spare[counts[digit]] = key
            counts[digit] += 1
          }
        }
      }
      swap(&keys, &spare)
    }
    return keys
  }
}

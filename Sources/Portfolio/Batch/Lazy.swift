import Synchronization

/// A value that is made when it is first asked for, once, whoever asks.
final class Lazy<Value: Sendable>: Sendable {
  private let made = Mutex<Result<Value, any Error>?>(nil)
  private let make: @Sendable () throws -> Value

  init(_ make: @escaping @Sendable () throws -> Value) {
    self.make = make
  }

  func get() throws -> Value {
    try made.withLock { made in
      let result = made ?? Result(catching: make)
      made = result
      return try result.get()
    }
  }
}

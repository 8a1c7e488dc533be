import Foundation

/// A value that is made when it is first asked for, once, whoever asks.
final class Lazy<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var made: Result<Value, any Error>?
  private let make: @Sendable () throws -> Value

  init(_ make: @escaping @Sendable () throws -> Value) {
    self.make = make
  }

  func get() throws -> Value {
    try lock.withLock {
      let result = made ?? Result(catching: make)
      made = result
      return try result.get()
    }
  }
}

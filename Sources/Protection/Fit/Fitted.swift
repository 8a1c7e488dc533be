/// A picture with the file that was made of it.
struct Fitted {
  let searched: Searched
  let chosen: FittedFile
  /// Reads the mark back; `nil` when there is none.
  let mark: MarkVerification?
  /// The most bytes that the file may have.
  let byteLimit: Int
  let warnings: [Warning]
}

/// What was done to a picture before it is perturbed and compared.
package struct Replacement: Sendable {
  /// The file that took the place of the original, if it was resized or converted.
  package let preparation: PreparedOriginal?
  package let stamp: AppliedStamp?
}

/// Every check of an installation, in the order in which a newcomer meets the parts.
///
/// Nothing is changed and nothing is sent anywhere: libraries are opened, models loaded, keys and the ledger read.
package enum Diagnosis {
  package static func findings(configuration paths: [String]) -> [Finding] {
    LibraryChecks.all() + ModelChecks.all() + RecordChecks.all() + [MachineCheck.memory()]
      + paths.map { Finding("configuration", .works, $0) }
  }
}

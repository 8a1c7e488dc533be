import Portfolio
import Synchronization

/// The records of a run, those of failures first, then in the order of the plan.
func records<Task>(of runner: Runner<Task>) -> [CopyRecord] {
  let found = Mutex<[CopyRecord]>([])
  runner.run { record in found.withLock { $0.append(record) } }
  let order = Dictionary(
    runner.plan.jobs.enumerated().map { ($1.output.path, $0) }, uniquingKeysWith: { first, _ in first })
  let place = { (record: CopyRecord) in record.output.flatMap { order[$0.target.path] } ?? -1 }
  return found.withLock { $0.sorted { place($0) < place($1) } }
}

import ArgumentParser
import Foundation
import Portfolio

/// Shows how a manifest is divided.
struct Shards: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how a manifest is divided among machines, and what each of them needs.",
    discussion: """
      Without --shard: how long the longest part takes beside the mean, and the memory and the time to ask a scheduler for. \
      With it: the paths of that part, a line each.
      """)

  @Argument(help: "A file that lacquer manifest wrote.", completion: .file())
  var manifest: String

  @Option(help: ArgumentHelp("How many parts there are.", valueName: "n"))
  var of: Int?

  @Option(help: ArgumentHelp("Print the paths of one part: I/N, /N or /, as protect has it.", valueName: "i/n"))
  var shard: String?

  @Option(
    name: [.customShort("t"), .customLong("threads")],
    help: ArgumentHelp("Threads of each task, for the time that it needs.", valueName: "threads"))
  var threads = 1

  @Flag(name: [.customShort("0"), .customLong("null")], help: "End paths with a NUL byte.")
  var null = false

  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard (of == nil) != (shard == nil) else { throw ValidationError("give --of N, or --shard I/N") }
    guard of ?? 1 > 0 else { throw ValidationError("--of must be at least 1") }
    guard threads > 0 else { throw ValidationError("--threads must be at least 1") }
  }

  func run() throws {
    let manifest = try Terminal.reportingFleet { try Manifest(self.manifest) }
    if let shard {
      return try Terminal.reportingFleet {
        let shard = try Shard(shard, environment: ProcessInfo.processInfo.environment)
        try manifest.read(shard) { entry in
          if null {
            Terminal.write(Array(entry.path.utf8) + [0])
          } else {
            Terminal.print(report.json ? JSONLine.text(entry) : entry.path)
          }
        }
      }
    }
    let count = of ?? 1
    let needs = ShardNeeds(manifest, shards: count, threads: threads)
    if report.json {
      Terminal.print(JSONLine.text(Line(manifest, count, needs, threads: threads)))
    } else {
      Terminal.print(
        String(
          format: "%d pictures in %d shards: the longest takes %.0f s of one core, %.2f of the mean",
          manifest.classes.count, count, needs.longest, needs.longest / max(0.001, needs.mean)))
      let cores = threads == 1 ? "one thread" : "\(threads) threads"
      Terminal.print("a task needs \(needs.memory) MiB and at most \(needs.minutes) minutes with \(cores)")
    }
  }

  private struct Line: Encodable {
    let schema = 1
    let pictures: Int
    let bytes: Int
    let shards: Int
    let longest: Double
    let mean: Double
    let memoryMiB: Int
    let minutes: Int
    let threads: Int

    enum CodingKeys: String, CodingKey {
      case schema, pictures, bytes, shards, longest, mean, minutes, threads
      case memoryMiB = "memory_mib"
    }

    init(_ manifest: Manifest, _ count: Int, _ needs: ShardNeeds, threads: Int) {
      pictures = manifest.classes.count
      bytes = manifest.bytes
      shards = count
      longest = needs.longest
      mean = (needs.mean * 1000).rounded() / 1000
      memoryMiB = needs.memory
      minutes = needs.minutes
      self.threads = threads
    }
  }
}

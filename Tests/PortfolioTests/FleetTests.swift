import Files
import Foundation
import Portfolio
import Testing

/// Manifests, and how they are divided.
@Suite struct FleetTests {
  /// A folder that goes with the test.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "lacquer-fleet-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
  }

  /// A manifest of pictures with these pixels, most of them small as in real collections.
  private func manifest(_ folder: Folder, pixels: [Int]) throws -> Manifest {
    let writer = try LineWriter(for: folder.path("work.jsonl"))
    try writer.add(Array(#"{"base":"art","manifest":1}"#.utf8))
    for (index, pixels) in pixels.enumerated() {
      let name = index % 3 == 0 ? "\(index).png" : "\(index).jpg"
      try writer.add(ManifestEntry(path: name, size: pixels, pixels: pixels).line)
    }
    _ = try writer.commit()
    return try Manifest(folder.path("work.jsonl"))
  }

  /// 0.1 to 48 megapixels, spread evenly over the logarithm.
  private func mixed(_ count: Int) -> [Int] {
    var state: UInt64 = 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(100_000 * pow(480, Double(state >> 11) / Double(1 << 53)))
    }
  }

  private func shard(_ index: Int, _ count: Int) throws -> Shard { try Shard("\(index)/\(count)", environment: [:]) }

  @Test(arguments: [(1, 1), (400, 16), (1000, 7), (5000, 64), (3, 8)])
  func everyPictureIsInOneShard(_ pictures: Int, _ count: Int) throws {
    let folder = try Folder()
    let manifest = try manifest(folder, pixels: mixed(pictures))
    var seen: [String: Int] = [:]
    for index in 0..<count { try manifest.read(shard(index, count)) { seen[$0.path, default: 0] += 1 } }
    #expect(seen.count == pictures && seen.values.allSatisfy { $0 == 1 })
  }

  @Test(arguments: [(400, 16), (1000, 40), (20_000, 500)])
  func shardsCostTheSame(_ pictures: Int, _ count: Int) throws {
    let folder = try Folder()
    let manifest = try manifest(folder, pixels: mixed(pictures))
    let costs = try (0..<min(count, 20)).map { index in
      var cost = 0.0
      try manifest.read(shard(index, count)) { cost += $0.cost }
      return cost
    }
    let needs = ShardNeeds(manifest, shards: count, threads: 1)
    #expect(needs.longest / needs.mean < 1.15)
    // What the division says is what the shards have.
    for cost in costs { #expect(cost < needs.mean * 1.15 && cost > needs.mean * 0.85) }
  }

  /// The division at one stroke is that of dealing pictures one by one to the shard with the least.
  @Test func divisionFollowsTheRule() throws {
    let folder = try Folder()
    let manifest = try manifest(folder, pixels: mixed(300))
    let division = ShardDivision(manifest.classes, count: 9)
    var loads = [Int](repeating: 0, count: 9)
    for group in manifest.classes.classes.reversed() {
      for _ in 0..<group.count {
        let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
        loads[least] += group.mean
      }
    }
    #expect(division.loads == loads)
    #expect(division.counts.reduce(0, +) == 300)
  }

  @Test func namesOfAnyKindComeBack() throws {
    let folder = try Folder()
    let names = ["a \"b\".png", "back\\slash.jpg", "line\nbreak.png", "\"cost\":9,\"pixels\":9.png", "ü/ö 🎨.png"]
    let writer = try LineWriter(for: folder.path("work.jsonl"))
    try writer.add(Array(#"{"base":"","manifest":1}"#.utf8))
    for name in names { try writer.add(ManifestEntry(path: name, size: 1, pixels: 250_000).line) }
    _ = try writer.commit()
    let manifest = try Manifest(folder.path("work.jsonl"))
    #expect(manifest.classes.count == 5 && manifest.pixels == 250_000)
    var read: [String] = []
    try manifest.read(.whole) { read.append($0.path) }
    #expect(read == names)
  }

  @Test func whatIsNoManifestIsRefusedWithItsLine() throws {
    let folder = try Folder()
    for (text, line) in [
      ("a.png\n", 1), ("", 1), ("{\"base\":\"\",\"manifest\":1}\nb.png\n", 2), ("{\"base\":\"\",\"manifest\":2}\n", 1),
      ("{\"base\":\"\",\"manifest\":1}\n{\"cost\":-1,\"path\":\"a\",\"pixels\":1,\"size\":1}\n", 2),
    ] {
      try Data(text.utf8).write(to: folder.url.appending(path: "work.jsonl"))
      let path = folder.path("work.jsonl")
      #expect(throws: FleetError.notAManifest(path, line: line)) { try Manifest(path) }
      #expect(try Manifest.isOne(path) == (line == 2))
    }
  }

  @Test func aListingIsWeighedByItsSizes() throws {
    let folder = try Folder()
    try Data("a/small;odd.jpg;20000\nb/large.png;30000000\nnotes.txt;5\nraw.cr2;9\n".utf8)
      .write(to: folder.url.appending(path: "list"))
    let tally = try ManifestSurvey.write(
      listing: folder.path("list"), base: "art", to: folder.path("work.jsonl"))
    #expect(tally.pictures == 2 && tally.unsupported == ["raw": 1] && tally.bytes == 30_020_000)
    var entries: [ManifestEntry] = []
    try Manifest(folder.path("work.jsonl")).read(.whole) { entries.append($0) }
    #expect(entries.map(\.path) == ["a/small;odd.jpg", "b/large.png"])
    #expect(entries[1].cost > 10 * entries[0].cost)
    try Data("nosize.png\n".utf8).write(to: folder.url.appending(path: "list"))
    #expect(throws: FleetError.listing(folder.path("list"), line: 1)) {
      try ManifestSurvey.write(listing: folder.path("list"), base: "", to: folder.path("other.jsonl"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("other.jsonl")))
  }

  // MARK: - Schedulers

  private static let slurm = [
    "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_COUNT": "8", "SLURM_ARRAY_TASK_MIN": "1",
    "SLURM_ARRAY_TASK_MAX": "8",
  ]

  @Test(arguments: [
    ("3/16", [:], 3, 16), ("/16", ["SLURM_ARRAY_TASK_ID": "7"], 7, 16), ("/4", ["JOB_COMPLETION_INDEX": "0"], 0, 4),
    ("/4", ["AWS_BATCH_JOB_ARRAY_INDEX": "3"], 3, 4), ("/", slurm, 4, 8), ("/16", slurm, 5, 16),
    ("/", ["AWS_BATCH_JOB_ARRAY_INDEX": "2", "AWS_BATCH_JOB_ARRAY_SIZE": "9"], 2, 9),
  ])
  func schedulersSayWhichShard(_ text: String, _ environment: [String: String], _ index: Int, _ count: Int) throws {
    let shard = try Shard(text, environment: environment)
    #expect(shard.index == index && shard.count == count)
  }

  /// An array that is counted from 1 would leave out shard 0, and one with gaps does not say of how many it is.
  @Test(arguments: [
    ("16/16", [:]), ("-1/4", [:]), ("a/4", [:]), ("3", [:]), ("0/0", [:]), ("/4", [:]), ("/", [:]),
    ("/8", slurm), ("/", ["JOB_COMPLETION_INDEX": "0"]),
    ("/", slurm.merging(["SLURM_ARRAY_TASK_COUNT": "2"]) { $1 }),
  ])
  func whatIsNoShardIsRefused(_ text: String, _ environment: [String: String]) {
    #expect(throws: FleetError.self) { try Shard(text, environment: environment) }
  }
}

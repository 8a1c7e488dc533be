import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Provenance
import Synchronization
import Testing

/// Whether Content Credentials can be tried here.
enum CredentialTools {
  /// A file of `../shared/cases` whose manifest holds a thumbnail.
  static let signedOriginal: [UInt8]? = {
    let shared =
      ProcessInfo.processInfo.environment["LACQUER_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared").path
    return (try? Data(contentsOf: URL(fileURLWithPath: shared + "/cases/signed.png"))).map { [UInt8]($0) }
  }()

  static var areThere: Bool {
    (try? ContentCredentialsLibrary()) != nil
      && ["/usr/bin/openssl", "/opt/homebrew/bin/openssl"].contains { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

/// Needs libc2pa (scripts/setup --with-c2pa or LACQUER_C2PA) and OpenSSL; skipped by name without.
@Suite(.enabled(if: CredentialTools.areThere, "needs libc2pa and openssl"))
struct ContentCredentialsTests {
  private let library: ContentCredentialsLibrary
  private let identity: SigningIdentity
  private let anchors: String

  init() throws {
    library = try ContentCredentialsLibrary()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try TestCertificate.create(in: folder, name: "Ada Example")
    let read = { (name: String) in try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }
    anchors = try read("ca.pem")
    identity = try SigningIdentity(certificates: read("certificate.pem"), privateKey: read("certificate.key"))
  }

  private func sign(_ bytes: [UInt8], original: [UInt8]? = nil, isMarked: Bool = false) throws -> [UInt8] {
    var statement = CredentialStatement(title: "picture", creator: "Ada Example", version: "test")
    statement.isMarked = isMarked
    return try ContentCredentials.sign(
      bytes, original: original, statement: statement, identity: identity, library: library)
  }

  /// An action that no reader of the test's library complains of.
  @Test(arguments: [ImageFormat.png, .jpeg])
  func marksAreTold(_ format: ImageFormat) throws {
    for original in [nil, Sample.of(format)] {
      let signed = try sign(Sample.of(format), original: original, isMarked: true)
      #expect(String(decoding: signed, as: Unicode.ASCII.self).contains("c2pa.watermarked.unbound"))
      let report = try ContentCredentials.read(signed, anchors: anchors, library: library)
      #expect(report.state == .trusted && report.problems.isEmpty)
    }
  }

  /// A picture may name a place on the net where its credentials are; whoever signs or checks it tells nobody.
  @Test func nobodyIsAskedForCredentials() throws {
    let listener = try Listener()
    let address = "http://127.0.0.1:\(listener.port)/credentials"
    let packet = """
      <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description \
      rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="\(address)"/></rdf:RDF></x:xmpmeta>
      """
    let segment = try JPEGSegments.encode(
      marker: 0xE1, payload: Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Array(packet.utf8))
    let plain = Sample.of(.jpeg)
    let named = Array(plain[..<2]) + segment + Array(plain[2...])
    let signed = try sign(named, original: named)
    #expect(try ContentCredentials.read(signed, anchors: anchors, library: library).state == .trusted)
    #expect(listener.connections == 0)
    // The listener hears those who do connect.
    #expect(listener.hearsAVisitor())
  }

  @Test(arguments: [ImageFormat.png, .jpeg])
  func signsAndReads(_ format: ImageFormat) throws {
    let bytes = try MetadataFile(Sample.of(format)).applying(Sample.everything).bytes
    #expect(try ContentCredentials.read(bytes, library: library).state == .none)
    let signed = try sign(bytes)
    #expect(try ContentCredentials.read(signed, library: library).state == .untrusted)
    let report = try ContentCredentials.read(signed, anchors: anchors, library: library)
    #expect(report.state == .trusted)
    #expect(report.assertions.contains("cawg.training-mining") && report.assertions.contains("c2pa.training-mining"))
    #expect(report.signer == "Ada Example")
    #expect(try ImageCodec.read(signed).samples == ImageCodec.read(bytes).samples)
  }

  @Test(arguments: [ImageFormat.png, .jpeg])
  func keepsHistory(_ format: ImageFormat) throws {
    let first = try sign(Sample.of(format))
    let edited = try MetadataFile(first).applying(Sample.everything)
    #expect(edited.notes.contains { $0.contains("Content Credentials") })
    #expect(try ContentCredentials.read(edited.bytes, anchors: anchors, library: library).state == .invalid)
    let second = try sign(edited.bytes, original: first)
    let report = try ContentCredentials.read(second, anchors: anchors, library: library)
    #expect(report.state == .trusted)
    #expect(report.manifests == 2)
  }

  /// A bit anywhere in the file: of the picture, of what is signed in the manifest, and of what stands around it.
  @Test(arguments: [ImageFormat.png, .jpeg])
  func oneByteBreaksIt(_ format: ImageFormat) throws {
    let signed = try sign(Sample.of(format))
    #expect(try ContentCredentials.read(signed, anchors: anchors, library: library).state == .trusted)
    for index in stride(from: 0, to: signed.count, by: 3) {
      var bytes = signed
      bytes[index] ^= 1 << (index % 8)
      let state = try? ContentCredentials.read(bytes, anchors: anchors, library: library).state
      #expect(state != .trusted && state != .untrusted, "byte \(index)")
    }
  }

  /// The unsigned bytes round a JPEG's manifest, which libc2pa itself lets pass.
  @Test func whatIsNotSignedIsChecked() throws {
    let signed = try sign(Sample.of(.jpeg))
    let start = try #require(signed.indices.first { signed[$0...].starts(with: [0xFF, 0xEB]) })
    // The segment's numbers, and the lengths of the store and of what is in it.
    for index in [6, 7, 8, 11, 12, 15].map({ start + $0 }) {
      var bytes = signed
      bytes[index] ^= 1
      let state = try? ContentCredentials.read(bytes, anchors: anchors, library: library).state
      #expect(state != .trusted && state != .untrusted, "byte \(index - start) of the segment")
    }
  }

  /// The manifest of the original has a thumbnail of it.
  @Test(.enabled(if: CredentialTools.signedOriginal != nil, "needs ../shared/cases"))
  func historyStaysWithoutPictures() throws {
    let original = try #require(CredentialTools.signedOriginal)
    let signed = try sign(ContentCredentials.withoutCredentials(original), original: original)
    let report = try ContentCredentials.read(signed, anchors: anchors, library: library)
    #expect(report.state == .trusted)
    #expect(report.manifests == 2)
    let manifest = try MetadataFile(signed).blocks.contentCredentials.flatMap(\.bytes)
    #expect(!(0..<manifest.count - 3).contains { manifest[$0..<$0 + 3].elementsEqual([0xFF, 0xD8, 0xFF]) })
  }

  @Test func opensTheOriginalUnlessCreated() throws {
    let original = Sample.of(.jpeg)
    let bytes = try MetadataFile(original).applying(Sample.everything).bytes
    let opened = try sign(bytes, original: original)
    let text = { (file: [UInt8]) in String(decoding: file, as: Unicode.ASCII.self) }
    #expect(text(opened).contains("c2pa.opened") && !text(opened).contains("c2pa.created"))
    #expect(text(opened).contains("cawg.metadata"))
    let created = try sign(bytes)
    #expect(text(created).contains("c2pa.created"))
  }

  /// Roots as C2PA publishes them, in JSON.
  @Test func trustListsAreRead() throws {
    let signed = try sign(Sample.of(.png))
    let base64 = anchors.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    let list =
      #"{"LoTE":{"TrustedEntitiesList":[{"ServiceDigitalIdentity":{"X509Certificates":[{"val":""# + base64
      + #""}]}}]}}"#
    #expect(try ContentCredentials.read(signed, anchors: list, library: library).state == .trusted)
    #expect(throws: MetadataError.self) { try ContentCredentials.read(signed, anchors: "{}", library: library) }
  }
}

/// Counts who connects to a port of this machine, and answers nobody.
private final class Listener: Sendable {
  let port: UInt16
  private let handle: Int32
  private let count: Counter

  private final class Counter: Sendable {
    let value = Mutex(0)
  }

  init() throws {
    let handle = Self.open()
    var (address, size) = (Self.address(port: 0), socklen_t(MemoryLayout<sockaddr_in>.size))
    let isOpen = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, size) == 0 && listen(handle, 4) == 0 && getsockname(handle, $0, &size) == 0
      }
    }
    try #require(handle >= 0 && isOpen, "a port of this machine")
    port = UInt16(bigEndian: address.sin_port)
    let count = Counter()
    (self.handle, self.count) = (handle, count)
    Thread.detachNewThread {
      while true {
        let connection = accept(handle, nil, nil)
        guard connection >= 0 else { return }
        count.value.withLock { $0 += 1 }
        close(connection)
      }
    }
  }

  deinit {
    shutdown(handle, Int32(SHUT_RDWR))
    close(handle)
  }

  var connections: Int { count.value.withLock { $0 } }

  /// Connects, and says whether that was counted within two seconds.
  func hearsAVisitor() -> Bool {
    let (before, visitor) = (connections, Self.open())
    defer { close(visitor) }
    var address = Self.address(port: port.bigEndian)
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(visitor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    for _ in 0..<200 where isConnected && connections == before { usleep(10_000) }
    return connections == before + 1
  }

  private static func open() -> Int32 {
    #if canImport(Darwin)
      socket(AF_INET, SOCK_STREAM, 0)
    #else
      socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
  }

  /// This machine's own address; the port in the order of the net.
  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}

import Dispatch
import Files
import Foundation
import Handling

/// Ctrl-C, a request to end, and a terminal that is closed: temporary files and programs that run go, finished files stay.
enum Interrupt {
  private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

  /// Call once, before anything is written.
  static func removeTemporariesOnInterrupt() {
    let numbers = [SIGINT, SIGTERM, SIGHUP, SIGXCPU]
    // A file that is over a limit of its size is a failed write of one picture (EFBIG), and no end of the batch.
    signal(SIGXFSZ, SIG_IGN)
    // A parent that keeps signals from its own threads hands that on.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in numbers {
      // What the caller has ignored, such as `nohup`, stays ignored.
      let before = signal(number, SIG_IGN)
      if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        AtomicFile.removeLiveTemporaries()
        ExternalProgram.endLive()
        if number != SIGHUP { Terminal.say("lacquer: interrupted; what is finished stays") }
        _exit(128 + number)
      }
      source.resume()
      sources.append(source)
    }
  }
}

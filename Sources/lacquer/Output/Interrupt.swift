import Dispatch
import Files
import Foundation
import Handling

/// Ctrl-C: temporary files and programs that run go, finished files stay.
enum Interrupt {
  private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

  /// Call once, before anything is written.
  static func removeTemporariesOnInterrupt() {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        AtomicFile.removeLiveTemporaries()
        ExternalProgram.endLive()
        Terminal.say("lacquer: interrupted; what is finished stays")
        _exit(number == SIGINT ? 130 : 143)
      }
      source.resume()
      sources.append(source)
    }
  }
}

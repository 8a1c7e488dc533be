/// The options that stand on a command line, found without parsing it in full.
package enum CommandLineSettings {
  /// - Parameter arguments: What follows the command's name.
  /// - Returns: One setting an option. Inputs, unknown options and everything after `--` are left out.
  package static func read(_ arguments: [String], options: [ConfigurableOption]) -> [Setting] {
    let byName = Dictionary(uniqueKeysWithValues: options.map { ("--" + $0.name, $0) })
    let byLetter = Dictionary(options.compactMap { option in option.short.map { ($0, option) } }) { first, _ in first }
    var values: [String: [String]] = [:]
    var order: [String] = []
    var waiting: ConfigurableOption?

    func note(_ option: ConfigurableOption, _ value: String?) {
      if values[option.name] == nil { order.append(option.name) }
      values[option.name, default: []] += [value].compactMap(\.self)
    }

    for argument in arguments {
      if let option = waiting {
        note(option, argument)
        waiting = nil
      } else if argument == "--" {
        break
      } else if argument.hasPrefix("--") {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let option = byName[String(parts[0])] else { continue }
        if option.kind == .flag {
          note(option, nil)
        } else if parts.count == 2 {
          note(option, String(parts[1]))
        } else {
          waiting = option
        }
      } else if argument.hasPrefix("-") {
        for (index, letter) in argument.enumerated().dropFirst() {
          guard let option = byLetter[letter] else { break }
          if option.kind == .flag {
            note(option, nil)
          } else {
            let rest = argument.dropFirst(index + 1)
            if rest.isEmpty { waiting = option } else { note(option, String(rest.drop { $0 == "=" })) }
            break
          }
        }
      }
    }
    return order.compactMap { name in
      values[name].map { Setting(key: name, values: $0, origin: .commandLine) }
    }
  }
}

import ArgumentParser

/// How much is said of each picture.
struct DetailOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Also print all figures of every picture.")
  var verbose = false
}

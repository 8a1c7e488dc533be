import ArgumentParser

/// How much a command says, and in which form.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Print JSON lines on standard output instead of text.")
  var json = false

  @Flag(name: .shortAndLong, help: "Say nothing but problems.")
  var quiet = false
}

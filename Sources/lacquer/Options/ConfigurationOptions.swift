import ArgumentParser

/// Which settings of configuration files hold.
///
/// `ConfiguredArguments` reads these options before the command line is parsed; here they are named for help and completion.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use the settings of [profile.NAME] in the configuration, over its general ones.", valueName: "name"))
  var profile: String?

  @Flag(help: "Print the settings that hold, as a configuration file with the place of each, and do nothing.")
  var printConfig = false

  @Flag(help: "Read no configuration file and no variable that sets an option.")
  var noConfig = false
}

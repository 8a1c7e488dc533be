/// What `lacquer help TOPIC` explains beside the commands.
enum HelpTopic: String, CaseIterable {
  case strengths, figures, files, configuration
  case exitCodes = "exit-codes"

  /// The topic that the arguments of the process ask for: `help` and a name.
  init?(arguments: [String]) {
    guard arguments.count == 2, arguments[0] == "help" else { return nil }
    self.init(rawValue: arguments[1])
  }

  var text: String {
    switch self {
    case .strengths: Self.strengthsText
    case .figures: Self.figuresText
    case .files: Self.filesText
    case .configuration: Self.configurationText
    case .exitCodes: Self.exitCodesText
    }
  }

  private static let strengthsText = """
    STRENGTHS

    --strength sets what the finished file may cost. Lacquer decodes what it wrote, scores it against the original
    with SSIMULACRA2 (100 is identical, 90 is hardly told apart side by side, 70 is an ordinary web JPEG) and makes
    the change as large as the score allows. No sample changes by more than --epsilon levels of 255, to which JPEG
    and lossy WebP may add some when the file is compressed.

      strength   SSIMULACRA2   epsilon   for
      subtle     at least 85   6         portfolios, prints, art with large smooth areas
      standard   at least 75   8         most uploads
      strong     at least 60   12        busy pictures, where a visible texture is acceptable

    Flat fills stay as they are, whatever the strength, but for the mark, which may change them by one level: comics
    and line art on white are changed, and protected, less.
    A weaker change moves encoders less far. `lacquer stress ORIGINAL PROTECTED` measures how far.
    """

  private static let figuresText = """
    FIGURES

      SSIMULACRA2      Perceptual score of the finished file against the original, up to 100; higher is closer.
      PSNR             Mean squared difference in dB; higher is closer. It knows nothing of what people see.
      LPIPS            Distance between the two pictures inside a network trained on human judgements; 0 is identical.
      ± N              Largest change of any sample, in levels of 255.
      N× matched noise How far an image encoder's output moves, over how far noise of the same size and spectrum moves
                       it. 1 is what noise does by itself: the change then does nothing that noise does not. The figure
                       is of an encoder that the change was not tuned on, after resaving, resizing and cropping;
                       "worst" is the smallest of them.
      mark margin      How far the mark's signal exceeds what reading needs; below 1 it may not be read.

    None of these says that a model cannot learn from the picture.
    """

  private static let filesText = """
    FILES

      OUTPUT/NAME                                the protected picture: same name, kind, size, depth and profile
      OUTPUT/.lacquer.jsonl                      what was done to each output of that folder; lets a run be resumed
      OUTPUT/.lacquer.gathered.jsonl             the same of outputs that a fleet made (see lacquer gather)
      OUTPUT/NAME.lacquer.json                   the receipt (--receipt)
      ~/.local/share/lacquer/keys/               your secret keys: keep a copy, give them to nobody
      ~/.local/share/lacquer/ledger.sqlite       the record of copies and recipients (--ledger, --no-ledger)
      ~/.local/share/lacquer/models/             encoders that were added (lacquer models add)
      ~/.local/share/lacquer/lib/                ONNX Runtime and libc2pa, where scripts/setup installed them
      ~/.config/lacquer/config.toml              your settings
      .lacquer.toml                              settings of a folder and what lies below it

    XDG_DATA_HOME and XDG_CONFIG_HOME replace ~/.local/share and ~/.config. Upload the pictures only: the files that
    begin with a dot and the receipts hold hashes of your originals.

      LACQUER_ONNXRUNTIME   a libonnxruntime.so of your own
      LACQUER_MODELS        the folder of the built-in models
      LACQUER_PANGO         a libpangocairo-1.0.so.0 of your own, for text stamps
      LACQUER_C2PA          a libc2pa_c.so of your own, for Content Credentials
    """

  private static let configurationText = """
    CONFIGURATION

    `lacquer protect` takes options from files, from the environment and from the command line; what comes later in
    this sentence is stronger. The files are ~/.config/lacquer/config.toml and the nearest .lacquer.toml in the working
    folder or above it. They are TOML; a key is the long name of an option of `protect`:

      creator = "Ada Painter"
      contact = "https://ada.example"
      strip-location = true

      [profile.web]
      strength = "subtle"
      stamp = "© Ada"

      [profile.client]
      recipient = ["Gallery North", "Gallery South"]

    --profile web lays [profile.web] over the general settings. A setting replaces a weaker one, lists too, and drives
    out options that it excludes. Paths are relative to the file. A key that is no option is an error that names
    its line. --in-place and --backup are for the command line only.

      lacquer protect --print-config       shows the settings that hold and where each comes from
      lacquer protect --no-config …        uses none of them
      LACQUER_STRENGTH=subtle lacquer …    sets --strength; every option has such a variable
      LACQUER_PROFILE=web lacquer …        chooses a profile
    """

  private static let exitCodesText = """
    EXIT CODES

        0   all good
        1   a check says no (verify, receipt, models check)
        2   at least one picture failed; the others are done
        3   nothing matched
       64   wrong usage, or a mistake in a configuration file
       69   something that Lacquer needs is not installed (see lacquer doctor)
       73   an output that was made with other settings was left as it is
       74   input or output failed, apart from any picture; a standard stream is full or closed
       75   with --results: the machine is at fault (memory, disk, ONNX Runtime) or another process has the shard;
            run this shard again, elsewhere or later
      129   the terminal was closed; finished pictures stay, temporary files are removed
      130   interrupted; the same holds
      141   the reader of standard output has gone; the same holds
      143   asked to end; the same holds
    """
}

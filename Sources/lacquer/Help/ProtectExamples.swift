/// An example for each group of options of `lacquer protect`, for its help.
enum ProtectExamples {
  static let text = """
    One example for each group of options below, to be added to lacquer protect artwork -o upload:
      Inputs         -r --exclude '*-sketch*'
      Outputs        --in-place --backup (instead of -o upload)
      Preparation    --resize 2048 --to jpeg --srgb --rename '{stem}-web'
      Change         --strength subtle --max-growth 1.2
      Stamp          --stamp '© Ada' --stamp-gravity south
      Mark           --recipient Gallery --recipient Ada
      Metadata       --creator Ada --strip-location
      Signature      --sign cert.pem --sign-key key.pem
      Receipts       --receipt
      Ledger         --ledger work.sqlite
      Batch          --memory 2G --overwrite if-newer
      Configuration  --profile web
      Requirements   --require change,mark
      Report         --json
    """
}

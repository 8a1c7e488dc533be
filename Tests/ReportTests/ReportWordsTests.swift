import Comparison
import Portfolio
import Report
import Testing

/// What a report calls a picture, and where it says that the change is.
struct ReportWordsTests {
  @Test(arguments: [
    (false, false, CopyStatus.protected, ReportStatus.protected), (false, false, .weak, .weak),
    (false, true, .protected, .unchanged), (true, false, .protected, .failed), (true, true, .unchanged, .failed),
    (false, false, .stamped, .changed),
  ])
  func nothingIsCalledProtectedThatIsNot(
    _ isFaulty: Bool, _ isEqual: Bool, _ record: CopyStatus, _ status: ReportStatus
  ) {
    #expect(ReportStatus(isFaulty: isFaulty, isEqual: isEqual, record: record) == status)
  }

  @Test func whatIsNotOnRecordIsChangedAtMost() {
    #expect(ReportStatus(isFaulty: false, isEqual: false, record: nil) == .changed)
    #expect(ReportStatus(isFaulty: false, isEqual: true, record: nil) == .unchanged)
  }

  @Test func whatNeedsALookComesFirst() {
    #expect(ReportStatus.failed.rank < ReportStatus.weak.rank)
    #expect(ReportStatus.weak.rank < ReportStatus.protected.rank)
  }

  @Test(arguments: [
    ("out/a/b.png", ["out"], "a/b.png"), ("out/a.png", ["out/"], "a.png"), ("other/a.png", ["out"], "a.png"),
    ("in/a.png", ["out", "in"], "a.png"), ("outer/a.png", ["out"], "a.png"),
  ])
  func namesAreToldWithoutFoldersAboveTheReports(_ path: String, _ folders: [String], _ name: String) {
    #expect(AbsentPicture.name(of: path, below: folders) == name)
  }

  @Test func aVerdictWithoutAFileSaysWhatIsMissing() {
    let gone = Verdict(file: "in/a.png", checks: [.init(name: "copy", ok: false, detail: "no copy of it")])
    #expect(
      AbsentPicture(gone, below: ["in"]) == AbsentPicture(name: "a.png", status: .missing, reason: "no copy of it"))
    let kind = Verdict(file: "in/b.tiff", error: .init(code: "unsupported", message: "in/b.tiff: cannot be read"))
    #expect(
      AbsentPicture(kind, below: ["in"])
        == AbsentPicture(name: "b.tiff", status: .unsupported, reason: "b.tiff: cannot be read"))
  }

  @Test(arguments: [
    ((0, 0), (0, 0)), ((1999, 1499), (1280, 780)), ((1000, 700), (640, 340)), ((360, 360), (0, 0)),
  ])
  func theFrameLiesInThePicture(_ place: (Int, Int), _ corner: (Int, Int)) {
    let frame = PreviewPictures.frame(around: (x: place.0, y: place.1), width: 2000, height: 1500)
    #expect((frame.x, frame.y) == corner)
    #expect((frame.width, frame.height) == (720, 720))
  }

  @Test func aSmallPictureIsItsOwnFrame() {
    let frame = PreviewPictures.frame(around: (x: 3, y: 4), width: 20, height: 30)
    #expect((frame.x, frame.y, frame.width, frame.height) == (0, 0, 20, 30))
  }

  @Test(arguments: [0.004, 0.3, 1, 7, 29.9, 430]) func ticksAreRoundAndReachTheLargest(_ largest: Double) throws {
    let ticks = MovementPlot.ticks(upTo: largest)
    #expect(ticks.first == 0)
    #expect(try #require(ticks.last) >= largest)
    #expect((3...10).contains(ticks.count))
  }

  @Test func wordsFollowTheDistance() {
    let words = [0.5, 1.5, 3, 5].map(Sentences.visibility)
    #expect(Set(words).count == 4)
    #expect(words[0].contains("not seen") && words[3].contains("plainly"))
  }
}

"""What is left of a protected file: opt-outs, colour profile, Content Credentials and mark, read by programs that are not Lacquer (except the mark)."""
import json

import brotli
import c2pa
import pillow_heif
from PIL import Image
from tools import run

ASIDE = ["XMP opt-out", "EXIF opt-out", "ICC", "C2PA", "mark"]
EXIF_IFD, LEARNING_OPT_OUT_IN = 0x8769, 0x9287

pillow_heif.register_heif_opener()


def boxes(data):
    """The kinds and contents of a JPEG XL file's boxes, those that are compressed with Brotli unpacked."""
    place = 0
    while place + 8 <= len(data):
        size, kind, head = int.from_bytes(data[place:place + 4], "big"), data[place + 4:place + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[place + 8:place + 16], "big"), 16
        end = place + size if size else len(data)
        content = data[place + head:end]
        if kind == b"brob":
            kind, content = content[:4], brotli.decompress(content[4:])
        yield kind, content
        place = end


def opt_outs(file):
    """The value of `plus:DataMining` in XMP and the bytes of LearningOptOutIn in EXIF; `None` for one that is not there."""
    if file.suffix == ".jxl":
        found = dict(boxes(file.read_bytes())) if file.read_bytes()[4:8] == b"JXL " else {}
        xmp = "DMI-PROHIBITED" if b"DMI-PROHIBITED" in found.get(b"xml ", b"") else None
        exif = Image.Exif()
        # The first four bytes say how far the TIFF header is behind them.
        exif.load(found.get(b"Exif", bytes(4))[4:])
    else:
        tags = json.loads(run(["exiftool", "-j", "-XMP-plus:DataMining", file]).stdout)[0]
        xmp, exif = tags.get("DataMining"), Image.open(file).getexif()
    return xmp and xmp.split("/")[-1], exif.get_ifd(EXIF_IFD).get(LEARNING_OPT_OUT_IN)


def profile(file):
    """The name of the colour profile; of a JPEG XL file, which may describe the colours in words of its own, what libjxl says of them."""
    if file.suffix == ".jxl":
        shown = run(["jxlinfo", file]).stdout
        return next((line for line in shown.splitlines() if "ICC" in line or "rimaries" in line), None)
    tags = json.loads(run(["exiftool", "-j", "-ICC_Profile:ProfileDescription", file]).stdout)[0]
    return tags.get("ProfileDescription")


def decoded(file):
    """A PNG or JPEG that Lacquer reads, of a file of any kind."""
    if file.suffix == ".jxl":
        target = file.with_suffix(".decoded.png")
        done = run(["djxl", "--quiet", file, target])
        if done.returncode:
            raise RuntimeError(done.stderr)
        return target
    if file.suffix in (".png", ".jpg"):
        return file
    target = file.with_suffix(".decoded.png")
    Image.open(file).convert("RGB").save(target)
    return target


def credentials(file):
    """Whether Content Credentials are there, and whether they still fit the file."""
    if file.suffix == ".jxl":
        return "kept" if any(kind == b"jumb" for kind, _ in boxes(file.read_bytes())) else "lost"
    try:
        report = json.loads(c2pa.Reader(str(file)).json())
    except c2pa.C2paError as error:
        if "ManifestNotFound" in f"{type(error).__name__} {error}":
            return "lost"
        raise
    return "broken" if report.get("validation_state") == "Invalid" else "kept"


def mark(file, lacquer):
    """The number of the invisible mark, or `None`."""
    shown = run([lacquer, "mark", "detect", "--json", decoded(file)])
    return json.loads(shown.stdout)["id"] if shown.returncode == 0 else None


def left(file, source, lacquer):
    """What each column of the table says of a file that was made of a protected source."""
    (xmp, exif), (xmp_before, exif_before) = opt_outs(file), opt_outs(source)
    icc, icc_before = profile(file), profile(source)
    same = {True: "kept", False: "altered"}
    return {
        "XMP opt-out": "lost" if xmp is None else same[xmp == xmp_before],
        "EXIF opt-out": "lost" if exif is None else same[exif == exif_before],
        "ICC": "lost" if icc is None else "kept" if icc == icc_before or file.suffix == ".jxl" else "replaced",
        "C2PA": credentials(file),
        "mark": "read" if mark(file, lacquer) == mark(source, lacquer) else "lost",
    }

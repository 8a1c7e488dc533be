#!/usr/bin/env bash
# cwebp -metadata all, cjxl and pngcrush drop a PNG's eXIf chunk; avifenc and optipng keep it.
#
# cwebp copies the XMP of the same file and says nothing, so that 'all' looks as if it had worked. cjxl even uses the
# orientation in the block that it does not store.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

debian() { # PACKAGE VERSION: the version that the observation is of, else the script says so and ends with 69
  local here
  here=$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null) || here=none
  [[ $here == *"$2"* ]] || { echo "not tried: needs $1 $2 of Debian 12, here is $here" >&2; exit 69; }
  echo "$1 $here"
}
debian optipng 0.7.7
debian libavif-bin 0.11.1
debian pngcrush 1.8.13
debian webp 1.2.4
debian libjxl-tools 0.7.0
debian libimage-exiftool-perl 12.57

python3 - <<'PYTHON' | tee seen
import pathlib
import subprocess
import struct
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(extra=b"", size=64, channels=3):
    rows = b"".join(b"\0" + bytes((4 * x, 4 * y, 2 * x + 2 * y)[c] & 255 for x in range(size) for c in range(channels)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, {1: 0, 3: 2}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chunks(data):
    place = 8
    while place < len(data):
        size = int.from_bytes(data[place:place + 4], "big")
        yield data[place + 4:place + 8].decode(), data[place + 8:place + 8 + size]
        place += 12 + size


def exif(order, words):
    """A TIFF block with Artist "Ada", and in the Exif IFD tag 0x9287 (LearningOptOutIn of Exif 3.1) as UNDEFINED bytes of 16-bit words."""
    ifd0 = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x013B, 2, 4, b"Ada\0") + struct.pack(order + "HHIII", 0x8769, 4, 1, 38, 0)
    value = struct.pack(f"{order}{len(words)}H", *words)
    sub = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x9000, 7, 4, b"0232") + struct.pack(order + "HHIII", 0x9287, 7, len(value), 68, 0)
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + ifd0 + sub + value


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


packet = b"XML:com.adobe.xmp\0\0\0\0\0" + XMP
pathlib.Path("in.png").write_bytes(png(chunk(b"eXIf", exif("<", (1, 0, 0))) + chunk(b"iTXt", packet)))
for name, command in (
    ("optipng", "optipng -quiet in.png -out optipng.png"), ("avifenc", "avifenc in.png avifenc.avif"), ("pngcrush", "pngcrush -q in.png pngcrush.png"),
    ("cwebp", "cwebp -quiet -metadata all in.png -o cwebp.webp"), ("cjxl", "cjxl --quiet in.png cjxl.jxl"),
):
    run(*command.split())
    file = command.split()[-1]
    if name == "cjxl":
        shown = run("jxlinfo", file)
        kept = ["Exif metadata" in shown, "xml  metadata" in shown]
    else:
        kept = [bool(run("exiftool", "-s3", tag, file)) for tag in ("-EXIF:Artist", "-XMP:DataMining")]
    print(f"{name}: EXIF {'kept' if kept[0] else 'gone'}, XMP {'kept' if kept[1] else 'gone'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
optipng: EXIF kept, XMP kept
avifenc: EXIF kept, XMP kept
pngcrush: EXIF gone, XMP kept
cwebp: EXIF gone, XMP kept
cjxl: EXIF gone, XMP gone
SEEN
echo 'as seen before'

#!/usr/bin/env bash
# libvips writes a PNG's EXIF chunk twice, once before and once after the pixels, and puts XMP into a compressed zTXt
# chunk.
#
# The PNG specification allows one eXIf chunk; a reader may take either or refuse the file. Adobe's rules put XMP into
# an uncompressed iTXt chunk, so a reader that looks for that one finds no XMP.
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
debian libvips-tools 8.14.1

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
run("vips", "copy", "in.png", "out.png")
print("in: ", *[kind for kind, _ in chunks(pathlib.Path("in.png").read_bytes())])
kinds = [kind for kind, _ in chunks(pathlib.Path("out.png").read_bytes())]
print("out:", *[kind for kind, before in zip(kinds, ["", *kinds]) if kind != before])
same = [data for kind, data in chunks(pathlib.Path("out.png").read_bytes()) if kind == "eXIf"]
print("both EXIF blocks are equal:", same[0] == same[1])
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
in:  IHDR eXIf iTXt IDAT IEND
out: IHDR eXIf pHYs zTXt IDAT eXIf IEND
both EXIF blocks are equal: True
SEEN
echo 'as seen before'

#!/usr/bin/env bash
# Scrapy's ImagesPipeline does the opposite of what its code says: it uncovers what is erased in a transparent PNG or WebP
# instead of laying it on white, and encodes every JPEG anew, without EXIF and XMP, instead of storing it as downloaded.
#
# The picture is turned upright first, and the turned copy has no format any more, by which both were to be decided.
# Palette pictures do come out on white. An opt-out that a picture carries does not reach the disk; a comment does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check scrapy==2.19.0 pillow==13.0.0
echo 'scrapy==2.19.0 pillow==13.0.0'

venv/bin/python - 2>/dev/null <<'PYTHON' | tee seen
import io
import types

import PIL.Image
from scrapy.http import Request, Response
from scrapy.pipelines.images import ImagesPipeline
from scrapy.utils.test import get_crawler

crawler = get_crawler(settings_dict={"IMAGES_STORE": "store"})
pipeline = ImagesPipeline("store", crawler=crawler)


def download(name, picture, kind, **options):
    body = io.BytesIO()
    picture.save(body, kind, **options)
    response = Response(f"https://example.org/a.{kind.lower()}", body=body.getvalue())
    for _, _, data in pipeline.get_images(response, Request(response.url), types.SimpleNamespace(spider=None)):
        stored = PIL.Image.open(io.BytesIO(data.getvalue()))
        colour = tuple(min(255, round(v, -1)) for v in stored.convert("RGB").getpixel((8, 8)))
        kept = [word for word in ("exif", "xmp", "icc_profile", "comment") if word in stored.info]
        print(f"{name}: {'stored as downloaded' if data.getvalue() == body.getvalue() else 'encoded anew as ' + stored.format}, colour about {colour}, keeps {', '.join(kept) or 'no metadata'}")


erased = PIL.Image.new("RGBA", (64, 64), (40, 120, 200, 0))
download("PNG, erased blue", erased, "PNG")
download("WebP, erased blue", erased, "WEBP", lossless=True, exact=True)
download("grey PNG, erased", erased.convert("LA"), "PNG")
palette = PIL.Image.new("P", (64, 64), 0)
palette.putpalette([40, 120, 200])
download("palette PNG, erased blue", palette, "PNG", transparency=0)
exif = PIL.Image.Exif()
exif[0x013B] = "Jane Roe"
packet = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
          'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/></rdf:RDF></x:xmpmeta>')
download("upright JPEG with an opt-out", PIL.Image.new("RGB", (64, 64), (40, 120, 200)), "JPEG", quality=95, exif=exif, xmp=packet.encode(), comment="by Jane Roe")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
PNG, erased blue: encoded anew as JPEG, colour about (40, 120, 200), keeps no metadata
WebP, erased blue: encoded anew as JPEG, colour about (40, 120, 200), keeps no metadata
grey PNG, erased: encoded anew as JPEG, colour about (100, 100, 100), keeps no metadata
palette PNG, erased blue: encoded anew as JPEG, colour about (255, 255, 255), keeps no metadata
upright JPEG with an opt-out: encoded anew as JPEG, colour about (40, 120, 200), keeps comment
SEEN
echo 'as seen before'

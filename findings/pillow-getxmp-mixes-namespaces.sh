#!/usr/bin/env bash
# Pillow's getxmp() leaves out the namespaces, so that of two properties with the same name only one is left: a picture
# that Windows and Lightroom rated has a rating of 75 of five stars.
#
# Windows writes MicrosoftPhoto:Rating (1 to 99) beside xmp:Rating (1 to 5). As attributes the last one wins, whichever
# it is; as elements they become a list. The packet itself is in the info of the picture.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 defusedxml==0.7.1
echo 'pillow==13.0.0 defusedxml==0.7.1'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image

ATTRIBUTES = ('xmp:Rating="4"', 'MicrosoftPhoto:Rating="75"')
ELEMENTS = ("<xmp:Rating>4</xmp:Rating>", "<MicrosoftPhoto:Rating>75</MicrosoftPhoto:Rating>")


def rating(attributes="", elements=""):
    packet = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" {attributes}>
{elements}</rdf:Description></rdf:RDF></x:xmpmeta>"""
    PIL.Image.new("RGB", (64, 64)).save("a.jpg", xmp=packet.encode())
    return PIL.Image.open("a.jpg").getxmp()["xmpmeta"]["RDF"]["Description"]["Rating"]


print("attributes, xmp:Rating first:", rating(" ".join(ATTRIBUTES)))
print("attributes, xmp:Rating last:", rating(" ".join(reversed(ATTRIBUTES))))
print("elements:", rating(elements="".join(ELEMENTS)))
print("one of each, xmp:Rating the attribute:", rating(ATTRIBUTES[0], ELEMENTS[1]))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
attributes, xmp:Rating first: 75
attributes, xmp:Rating last: 4
elements: ['4', '75']
one of each, xmp:Rating the attribute: ['4', '75']
SEEN
echo 'as seen before'

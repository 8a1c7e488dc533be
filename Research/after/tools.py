"""The programs that `run` hands a protected file to, in five groups, and how each is called."""
import base64
import html
import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass

from PIL import Image

PROGRAMS = pathlib.Path(__file__).with_name("programs")
GROUPS = ["Optimisers", "Metadata programs", "Editors", "Web sites, servers and programming libraries", "Newer formats"]
OPTIMISERS, METADATA, EDITORS, LIBRARIES, FORMATS = GROUPS


@dataclass
class Tool:
    """A program, and one way to call it on a file.

    `command` is a list in which IN and OUT stand for the files and WORK for a folder of its own (a program that edits in place names OUT only and gets a
    copy there), or a function of both paths. `releases` says with which collections of programs it is tried: 12 and 13 are Debian's, py is PyPI.
    """
    group: str
    kinds: str
    name: str
    package: str
    shown: str
    command: object
    releases: str = "12 13"
    suffix: str = ""


def run(command):
    return subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)


def pillow(source, target):
    Image.open(source).save(target)


def pillow_with_blocks(source, target):
    picture = Image.open(source)
    picture.save(target, exif=picture.info.get("exif", b""), icc_profile=picture.info.get("icc_profile"), xmp=picture.info.get("xmp", b""))


def oxipng(source, target):
    import oxipng as module
    module.optimize(source, target, level=2)


def oxipng_safe(source, target):
    import oxipng as module
    module.optimize(source, target, level=2, strip=module.StripChunks.safe())


def mozjpeg(source, target):
    import mozjpeg_lossless_optimization as module
    target.write_bytes(module.optimize(source.read_bytes()))


def mozjpeg_copy(source, target):
    import mozjpeg_lossless_optimization as module
    target.write_bytes(module.optimize(source.read_bytes(), copy=module.COPY_MARKERS.ALL))


def opencv(source, target):
    import cv2
    cv2.imwrite(str(target), cv2.imread(str(source)))


def skia(source, target):
    import skia as module
    module.Image.open(str(source)).save(str(target), module.kPNG if target.suffix == ".png" else module.kJPEG, 90)


def exiv2(source, target):
    import exiv2 as module
    shutil.copy(source, target)
    image = module.ImageFactory.open(str(target))
    image.readMetadata()
    data = image.xmpData()
    data["Xmp.dc.source"] = "x"
    image.writeMetadata()


def vips(source, target):
    import pyvips
    pyvips.Image.new_from_file(str(source)).write_to_file(str(target))


def vips_as_sharp(source, target):
    import pyvips
    pyvips.Image.thumbnail(str(source), 600, export_profile="srgb").write_to_file(str(target), keep="none")


def canvas(source, target):
    """A picture as a page gets it from a canvas in Chromium."""
    kind = "image/png" if target.suffix == ".png" else "image/jpeg"
    page = target.with_suffix(".html")
    address = f"data:{kind};base64,{base64.b64encode(source.read_bytes()).decode()}"
    page.write_text((PROGRAMS / "canvas.html").read_text().replace("TYPE", kind).replace("SOURCE", address))
    shown = run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", f"--user-data-dir={target.parent / 'profile'}",
                 "--dump-dom", page.as_uri()]).stdout
    target.write_bytes(base64.b64decode(re.search(r"<body>data:[^;]*;base64,([^<]*)", html.unescape(shown)).group(1)))


GIMP2 = '(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "IN" "IN"))) (layer (car (gimp-image-flatten image)))) ' \
    '(gimp-file-save RUN-NONINTERACTIVE image layer "OUT" "OUT") (gimp-quit 0))'
GIMP3 = '(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "IN")))) (gimp-image-flatten image) ' \
    '(gimp-file-save RUN-NONINTERACTIVE image "OUT" -1) (gimp-quit 0))'
GIMP3_TICKED = '(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "IN")))) (gimp-image-flatten image) ' \
    '(file-FORMAT-export #:run-mode RUN-NONINTERACTIVE #:image image #:file "OUT" #:include-exif TRUE #:include-xmp TRUE #:include-color-profile TRUE) ' \
    '(gimp-quit 0))'
GIMP3_CALL = ["gimp-console", "-i", "-d", "-f", "--batch-interpreter", "plug-in-script-fu-eval", "-b"]
DARKTABLE = ["darktable-cli", "IN", "OUT", "--core", "--configdir", "WORK/darktable", "--cachedir", "WORK/darktable", "--library", ":memory:"]
# A copy of the same pixels without any metadata.
STRIP = 'vips copy "$0" "$1[strip]" && '
BOTH = "png jpeg"

TOOLS = [
    Tool(OPTIMISERS, "png", "OxiPNG", "pyoxipng", "oxipng -o 2", oxipng, "py"),
    Tool(OPTIMISERS, "png", "OxiPNG", "pyoxipng", "oxipng -o 2 --strip safe", oxipng_safe, "py"),
    Tool(OPTIMISERS, "png", "OptiPNG", "optipng", "optipng IN -out OUT", ["optipng", "-quiet", "-clobber", "IN", "-out", "OUT"]),
    Tool(OPTIMISERS, "png", "pngcrush", "pngcrush", "pngcrush IN OUT", ["pngcrush", "-q", "IN", "OUT"]),
    Tool(OPTIMISERS, "png", "Zopfli", "zopfli", "zopflipng IN OUT", ["zopflipng", "-y", "--iterations=1", "IN", "OUT"]),
    Tool(OPTIMISERS, "png", "AdvanceCOMP", "advancecomp", "advpng -z -f FILE", ["advpng", "-q", "-z", "-f", "-2", "OUT"]),
    Tool(OPTIMISERS, "png", "pngquant", "pngquant", "pngquant 256 IN", ["pngquant", "--force", "256", "--output", "OUT", "IN"]),
    Tool(OPTIMISERS, "jpeg", "jpegoptim", "jpegoptim", "jpegoptim FILE", ["jpegoptim", "-q", "OUT"]),
    Tool(OPTIMISERS, "jpeg", "jpegoptim", "jpegoptim", "jpegoptim --strip-none FILE", ["jpegoptim", "-q", "--strip-none", "OUT"]),
    Tool(OPTIMISERS, "jpeg", "jpegoptim", "jpegoptim", "jpegoptim --strip-all FILE", ["jpegoptim", "-q", "--strip-all", "OUT"]),
    Tool(OPTIMISERS, "jpeg", "jpegtran", "libjpeg-turbo-progs", "jpegtran -optimize IN", ["jpegtran", "-optimize", "-outfile", "OUT", "IN"]),
    Tool(OPTIMISERS, "jpeg", "jpegtran", "libjpeg-turbo-progs", "jpegtran -copy all -optimize IN",
         ["jpegtran", "-copy", "all", "-optimize", "-outfile", "OUT", "IN"]),
    Tool(OPTIMISERS, "jpeg", "jpegtran", "libjpeg-turbo-progs", "jpegtran -copy all -progressive IN",
         ["jpegtran", "-copy", "all", "-progressive", "-outfile", "OUT", "IN"]),
    Tool(OPTIMISERS, "jpeg", "mozjpeg-lossless-optimization", "mozjpeg-lossless-optimization", "optimize(IN)", mozjpeg, "py"),
    Tool(OPTIMISERS, "jpeg", "mozjpeg-lossless-optimization", "mozjpeg-lossless-optimization", "optimize(IN, copy=ALL)", mozjpeg_copy, "py"),
    Tool(OPTIMISERS, "jpeg", "Guetzli", "guetzli", "guetzli --quality 90 IN OUT", ["guetzli", "--quality", "90", "IN", "OUT"], "12"),
    Tool(METADATA, BOTH, "ExifTool", "libimage-exiftool-perl", "exiftool -XMP-dc:Source=x FILE",
         ["exiftool", "-q", "-overwrite_original", "-XMP-dc:Source=x", "OUT"]),
    Tool(METADATA, BOTH, "ExifTool", "libimage-exiftool-perl", "exiftool -TagsFromFile IN -all:all STRIPPED",
         ["sh", "-c", STRIP + 'exiftool -q -overwrite_original -TagsFromFile "$0" -all:all "$1"', "IN", "OUT"]),
    Tool(METADATA, BOTH, "ExifTool", "libimage-exiftool-perl", "exiftool -TagsFromFile IN -exif -xmp -icc_profile STRIPPED",
         ["sh", "-c", STRIP + 'exiftool -q -overwrite_original -TagsFromFile "$0" -exif -xmp -icc_profile "$1"', "IN", "OUT"]),
    Tool(METADATA, BOTH, "exiv2", "exiv2", "exiv2 -M 'set Xmp.dc.source x' FILE", ["exiv2", "-M", "set Xmp.dc.source x", "OUT"]),
    Tool(METADATA, BOTH, "exiv2", "exiv2-py", "exiv2 -M 'set Xmp.dc.source x' FILE", exiv2, "py"),
    Tool(METADATA, "jpeg", "jhead", "jhead", "jhead -purejpg FILE", ["jhead", "-purejpg", "OUT"]),
    Tool(METADATA, "jpeg", "exiftran", "exiftran", "exiftran -9 IN -o OUT", ["exiftran", "-9", "IN", "-o", "OUT"]),
    Tool(METADATA, BOTH, "mat2", "mat2", "mat2 FILE", ["mat2", "--inplace", "OUT"]),
    Tool(EDITORS, BOTH, "GIMP", "gimp", "open, flatten, save", ["gimp", "-i", "-d", "-f", "-b", GIMP2], "12"),
    Tool(EDITORS, BOTH, "GIMP", "gimp", "open, flatten, save", [*GIMP3_CALL, GIMP3], "13"),
    Tool(EDITORS, "png", "GIMP", "gimp", "export with EXIF, XMP and profile", [*GIMP3_CALL, GIMP3_TICKED.replace("FORMAT", "png")], "13"),
    Tool(EDITORS, "jpeg", "GIMP", "gimp", "export with EXIF, XMP and profile", [*GIMP3_CALL, GIMP3_TICKED.replace("FORMAT", "jpeg")], "13"),
    Tool(EDITORS, BOTH, "darktable", "darktable", "darktable-cli IN OUT", DARKTABLE),
    Tool(EDITORS, BOTH, "Qt", "python3-pyqt5", "QImage(IN).save(OUT)", ["/usr/bin/python3", PROGRAMS / "qt.py", "IN", "OUT"]),
    Tool(LIBRARIES, BOTH, "ImageMagick", "imagemagick", "convert IN OUT", ["convert-im6.q16", "IN", "OUT"], "12"),
    Tool(LIBRARIES, BOTH, "ImageMagick", "imagemagick", "convert IN OUT", ["magick", "IN", "OUT"], "13"),
    Tool(LIBRARIES, BOTH, "ImageMagick", "imagemagick", "convert IN -resize 50% OUT", ["convert-im6.q16", "IN", "-resize", "50%", "OUT"], "12"),
    Tool(LIBRARIES, BOTH, "ImageMagick", "imagemagick", "convert IN -resize 50% OUT", ["magick", "IN", "-resize", "50%", "OUT"], "13"),
    Tool(LIBRARIES, BOTH, "ImageMagick", "imagemagick", "mogrify -strip FILE", ["mogrify-im6.q16", "-strip", "OUT"], "12"),
    Tool(LIBRARIES, BOTH, "ImageMagick", "imagemagick", "mogrify -strip FILE", ["magick", "mogrify", "-strip", "OUT"], "13"),
    Tool(LIBRARIES, BOTH, "GraphicsMagick", "graphicsmagick", "gm convert IN OUT", ["gm", "convert", "IN", "OUT"]),
    Tool(LIBRARIES, BOTH, "libvips", "libvips-tools", "vips copy IN OUT", ["vips", "copy", "IN", "OUT"]),
    Tool(LIBRARIES, BOTH, "libvips", "pyvips-binary", "vips copy IN OUT", vips, "py"),
    Tool(LIBRARIES, BOTH, "libvips", "libvips-tools", "vipsthumbnail --size 600 IN", ["vipsthumbnail", "IN", "--size", "600", "-o", "OUT"]),
    Tool(LIBRARIES, BOTH, "libvips", "pyvips-binary", "thumbnail to sRGB, keep=none, as sharp", vips_as_sharp, "py"),
    Tool(LIBRARIES, BOTH, "Pillow", "pillow", "Image.open(IN).save(OUT)", pillow, "py"),
    Tool(LIBRARIES, BOTH, "Pillow", "pillow", "… .save(OUT, exif=…, icc_profile=…, xmp=…)", pillow_with_blocks, "py"),
    Tool(LIBRARIES, BOTH, "OpenCV", "opencv-python-headless", "imwrite(OUT, imread(IN))", opencv, "py"),
    Tool(LIBRARIES, BOTH, "Skia", "skia-python", "Image.open(IN).save(OUT)", skia, "py"),
    Tool(LIBRARIES, BOTH, "FFmpeg", "ffmpeg", "ffmpeg -i IN OUT", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "OUT"]),
    Tool(LIBRARIES, BOTH, "Chromium", "chromium", "drawImage, toDataURL", canvas, "12"),
    Tool(LIBRARIES, BOTH, "PHP GD", "php-gd", "imagescale to 50%", ["php", PROGRAMS / "gd.php", "IN", "OUT"]),
    Tool(LIBRARIES, BOTH, "PHP Imagick", "php-imagick", "50%, as WordPress makes its sizes", ["php", PROGRAMS / "wordpress.php", "IN", "OUT"]),
    Tool(LIBRARIES, BOTH, "Java", "default-jdk-headless", "ImageIO.write(ImageIO.read(IN), …)", ["java", PROGRAMS / "Reencode.java", "IN", "OUT"]),
    Tool(LIBRARIES, BOTH, "GdkPixbuf", "libgdk-pixbuf2.0-bin", "gdk-pixbuf-thumbnailer -s 600 IN OUT",
         ["gdk-pixbuf-thumbnailer", "-s", "600", "IN", "OUT"], suffix=".png"),
    Tool(FORMATS, BOTH, "libwebp", "webp", "cwebp -q 80 IN", ["cwebp", "-quiet", "-q", "80", "IN", "-o", "OUT"], suffix=".webp"),
    Tool(FORMATS, BOTH, "libwebp", "webp", "cwebp -q 80 -metadata all IN", ["cwebp", "-quiet", "-q", "80", "-metadata", "all", "IN", "-o", "OUT"],
         suffix=".webp"),
    Tool(FORMATS, BOTH, "libavif", "libavif-bin", "avifenc IN OUT", ["avifenc", "-s", "8", "IN", "OUT"], suffix=".avif"),
    Tool(FORMATS, BOTH, "libavif", "libavif-bin", "avifenc --min 10 --max 20 IN OUT", ["avifenc", "-s", "8", "--min", "10", "--max", "20", "IN", "OUT"],
         suffix=".avif"),
    Tool(FORMATS, BOTH, "libheif", "libheif-examples", "heif-enc -q 80 IN", ["heif-enc", "-q", "80", "IN", "-o", "OUT"], suffix=".heic"),
    Tool(FORMATS, BOTH, "libjxl", "libjxl-tools", "cjxl IN OUT", ["cjxl", "--quiet", "IN", "OUT"], suffix=".jxl"),
]

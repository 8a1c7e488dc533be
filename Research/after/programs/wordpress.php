<?php
// php wordpress.php IN OUT: halves a picture as WordPress 6 makes its sizes with ImageMagick: a triangle filter, only the profiles icc, icm, iptc, exif
// and xmp kept, and in a PNG no chunk that is not needed.
[, $in, $out] = $argv;
$picture = new Imagick($in);
foreach ($picture->getImageProfiles('*', true) as $name => $_) {
    if (!in_array($name, ['icc', 'icm', 'iptc', 'exif', 'xmp'], true)) {
        $picture->removeImageProfile($name);
    }
}
$picture->setOption('filter:support', '2.0');
$picture->resizeImage(intdiv($picture->getImageWidth(), 2), intdiv($picture->getImageHeight(), 2), Imagick::FILTER_TRIANGLE, 1);
if (str_ends_with($out, '.png')) {
    $picture->setOption('png:exclude-chunk', 'all');
} else {
    $picture->setImageCompressionQuality(82);
}
$picture->writeImage($out);

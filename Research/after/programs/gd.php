<?php
// php gd.php IN OUT: halves a picture with GD, PHP's own image functions, as a web site without ImageMagick does.
[, $in, $out] = $argv;
$picture = imagecreatefromstring(file_get_contents($in));
$small = imagescale($picture, intdiv(imagesx($picture), 2));
str_ends_with($out, '.png') ? imagepng($small, $out) : imagejpeg($small, $out, 82);

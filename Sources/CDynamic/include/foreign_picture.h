#ifndef LACQUER_FOREIGN_PICTURE_H
#define LACQUER_FOREIGN_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A picture of a kind that is read only, as its library decodes it. Whatever it points to is released by
/// `lacquer_foreign_free`.
typedef struct {
  uint32_t width;
  uint32_t height;
  /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha or CMYK.
  int channels;
  /// Whether the four channels are inks, 255 for none.
  bool is_cmyk;
  /// 8 or 16, in the machine's order.
  int bits;
  /// EXIF's number 1…8 of how the stored picture is turned; 1 where the library turned it.
  int orientation;
  /// Colour primaries and transfer function of ITU-T H.273, where no profile says them; 0 for unknown.
  int primaries;
  int transfer;
  /// `width × height × channels` samples, not premultiplied; NULL where only the header was asked for.
  uint8_t *samples;
  uint8_t *icc;
  size_t icc_count;
  /// EXIF as the file has it; for HEIF and JPEG XL with the offset of four bytes in front.
  uint8_t *exif;
  size_t exif_count;
  uint8_t *xmp;
  size_t xmp_count;
  /// Photoshop's resources.
  uint8_t *resources;
  size_t resources_count;
} lacquer_foreign_picture;

/// How reading ended.
typedef enum {
  LACQUER_FOREIGN_READ,
  /// None of the candidates is a usable library.
  LACQUER_FOREIGN_NO_LIBRARY,
  /// Sound, but of a kind that is not handled.
  LACQUER_FOREIGN_UNSUPPORTED,
  LACQUER_FOREIGN_DAMAGED,
  /// More than one picture; `width` is how many.
  LACQUER_FOREIGN_SEVERAL,
  /// Width and height say more pixels than are allowed; nothing was decoded.
  LACQUER_FOREIGN_TOO_LARGE,
} lacquer_foreign_result;

/// Reads a TIFF file through libtiff, a HEIC or AVIF file through libheif, or a JPEG XL file through libjxl.
///
/// - candidates: names or paths of the library, ended by NULL; the first that can be opened is kept.
/// - max_pixels: more are not decoded.
/// - header_only: leaves `samples` and metadata NULL.
/// - message: why, in one line of printable ASCII, for UNSUPPORTED and DAMAGED; released with `free`.
lacquer_foreign_result lacquer_tiff_read(const char *const *candidates, const uint8_t *bytes, size_t count,
                                         uint64_t max_pixels, bool header_only, lacquer_foreign_picture *picture,
                                         char **message);
lacquer_foreign_result lacquer_heif_read(const char *const *candidates, const uint8_t *bytes, size_t count,
                                         uint64_t max_pixels, bool header_only, lacquer_foreign_picture *picture,
                                         char **message);
lacquer_foreign_result lacquer_jxl_read(const char *const *candidates, const uint8_t *bytes, size_t count,
                                        uint64_t max_pixels, bool header_only, lacquer_foreign_picture *picture,
                                        char **message);

/// Whether the library can be opened and has every function.
bool lacquer_tiff_open(const char *const *candidates);
bool lacquer_heif_open(const char *const *candidates);
bool lacquer_jxl_open(const char *const *candidates);

void lacquer_foreign_free(lacquer_foreign_picture *picture);

#endif

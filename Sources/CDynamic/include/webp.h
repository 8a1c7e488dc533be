#ifndef LACQUER_WEBP_H
#define LACQUER_WEBP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The functions of libwebp's simple interface (1.x), found at run time.
typedef struct {
  /// Encodes rows of RGB, `stride` bytes apart, at quality 0…100. Returns the file's length, or 0.
  size_t (*encode_rgb)(const uint8_t *rgb, int width, int height, int stride, float quality, uint8_t **file);
  /// The same for rows of RGB and alpha, not premultiplied.
  size_t (*encode_rgba)(const uint8_t *rgba, int width, int height, int stride, float quality, uint8_t **file);
  /// The same without loss; hidden colours of fully transparent pixels may change.
  size_t (*encode_lossless_rgb)(const uint8_t *rgb, int width, int height, int stride, uint8_t **file);
  size_t (*encode_lossless_rgba)(const uint8_t *rgba, int width, int height, int stride, uint8_t **file);
  /// Decodes to rows of RGB without padding. Returns NULL for a damaged file.
  uint8_t *(*decode_rgb)(const uint8_t *file, size_t length, int *width, int *height);
  /// The same to rows of RGB and alpha.
  uint8_t *(*decode_rgba)(const uint8_t *file, size_t length, int *width, int *height);
  /// Releases what the others returned.
  void (*release)(void *memory);
} lacquer_webp;

/// Opens the first of `candidates` (names or paths, ended by NULL) that can be opened and has every function.
bool lacquer_webp_open(const char *const *candidates, lacquer_webp *library);

#endif

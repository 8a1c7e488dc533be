#include "foreign_picture.h"

#include <stdlib.h>
#include <string.h>

#include "dynamic_library.h"
#include "foreign_internal.h"

bool lacquer_foreign_open(const char *const *candidates, const void *symbols, size_t count) {
  void *handle = lacquer_library_open_first(candidates);
  if (handle == NULL) return false;
  if (lacquer_library_find(handle, symbols, count) == NULL) return true;
  lacquer_library_close(handle);
  return false;
}

uint8_t *lacquer_foreign_copy(const void *bytes, size_t count) {
  if (bytes == NULL || count == 0) return NULL;
  uint8_t *copy = malloc(count);
  if (copy != NULL) memcpy(copy, bytes, count);
  return copy;
}

void lacquer_foreign_unpremultiply(lacquer_foreign_picture *picture) {
  const int colours = picture->channels - 1;
  const size_t pixels = (size_t)picture->width * picture->height;
  for (size_t i = 0; i < pixels; i++) {
    if (picture->bits == 8) {
      uint8_t *pixel = picture->samples + i * (size_t)picture->channels;
      const unsigned alpha = pixel[colours];
      for (int c = 0; c < colours; c++) {
        const unsigned value = alpha == 0 ? 0 : (pixel[c] * 255u + alpha / 2) / alpha;
        pixel[c] = (uint8_t)(value > 255 ? 255 : value);
      }
    } else {
      uint16_t *pixel = (uint16_t *)(void *)picture->samples + i * (size_t)picture->channels;
      const uint64_t alpha = pixel[colours];
      for (int c = 0; c < colours; c++) {
        const uint64_t value = alpha == 0 ? 0 : (pixel[c] * 65535u + alpha / 2) / alpha;
        pixel[c] = (uint16_t)(value > 65535 ? 65535 : value);
      }
    }
  }
}

void lacquer_foreign_free(lacquer_foreign_picture *picture) {
  free(picture->samples);
  free(picture->icc);
  free(picture->exif);
  free(picture->xmp);
  free(picture->resources);
  memset(picture, 0, sizeof *picture);
}

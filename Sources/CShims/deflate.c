#include "deflate.h"

#include <stdlib.h>
#include <zlib.h>

int lacquer_deflate(const uint8_t *bytes, size_t count, uint8_t **out, size_t *out_count) {
  uLongf length = compressBound((uLong)count);
  *out_count = 0;
  *out = malloc(length);
  if (*out == NULL) return 0;
  if (compress2(*out, &length, bytes, (uLong)count, 9) != Z_OK) {
    free(*out);
    *out = NULL;
    return 0;
  }
  *out_count = length;
  return 1;
}

#include "zlib_fence.h"

#include <stdlib.h>
#include <string.h>
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

int lacquer_inflate(const uint8_t *bytes, size_t count, size_t max, uint8_t **out, size_t *out_count,
                    lacquer_log *log) {
  *out = NULL;
  *out_count = 0;
  z_stream z;
  memset(&z, 0, sizeof z);
  if (count > UINT32_MAX || inflateInit(&z) != Z_OK) {
    lacquer_log_set_error(log, "cannot start inflate");
    return 0;
  }
  z.next_in = (Bytef *)bytes;
  z.avail_in = (uInt)count;
  uint8_t *buffer = NULL;
  size_t capacity = 0, used = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (used == capacity) {
      // One byte past the limit tells "exactly full" from "too long".
      size_t grown = capacity ? capacity * 2 : 16384;
      if (grown > max + 1) grown = max + 1;
      if (grown == capacity) break;
      uint8_t *next = realloc(buffer, grown);
      if (!next) break;
      buffer = next;
      capacity = grown;
    }
    z.next_out = buffer + used;
    z.avail_out = (uInt)(capacity - used);
    status = inflate(&z, Z_NO_FLUSH);
    used = capacity - z.avail_out;
    if (status == Z_OK && z.avail_in == 0 && z.avail_out != 0) break;
  }
  inflateEnd(&z);
  if (status != Z_STREAM_END || used > max) {
    lacquer_log_set_error(log, used > max ? "compressed data inflates past the limit" : "compressed data is damaged");
    free(buffer);
    return 0;
  }
  *out = buffer;
  *out_count = used;
  return 1;
}

uint32_t lacquer_crc32(const uint8_t *bytes, size_t count) { return (uint32_t)crc32_z(0, bytes, count); }

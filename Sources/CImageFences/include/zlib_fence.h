#ifndef LACQUER_ZLIB_FENCE_H
#define LACQUER_ZLIB_FENCE_H

#include <stddef.h>
#include <stdint.h>

#include "fence_log.h"

// Packs bytes as a zlib stream at the best level into memory that the caller frees. Returns 0 without memory.
int lacquer_deflate(const uint8_t *bytes, size_t count, uint8_t **out, size_t *out_count);

// Inflates a zlib stream of at most `max` bytes to memory that the caller frees.
int lacquer_inflate(const uint8_t *bytes, size_t count, size_t max, uint8_t **out, size_t *out_count,
                    lacquer_log *log);

// The CRC-32 of PNG chunks and of gzip (ISO 3309).
uint32_t lacquer_crc32(const uint8_t *bytes, size_t count);

#endif

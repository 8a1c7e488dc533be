#ifndef LACQUER_DEFLATE_H
#define LACQUER_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

// Packs bytes as a zlib stream at the best level into memory that the caller frees. Returns 0 without memory.
int lacquer_deflate(const uint8_t *bytes, size_t count, uint8_t **out, size_t *out_count);

#endif

// Reads PNG files for tests of targets that lie below the codec.
#ifndef CTESTPNG_H
#define CTESTPNG_H

#include <stddef.h>
#include <stdint.h>

/// Decodes the file to 8-bit RGB, rows from the top without padding. Returns malloc'd samples, or NULL.
uint8_t *ctestpng_read_rgb(const char *path, size_t *width, size_t *height);

#endif

// What the three readers of foreign pictures share.
#ifndef LACQUER_FOREIGN_INTERNAL_H
#define LACQUER_FOREIGN_INTERNAL_H

#include "foreign_picture.h"

// Opens the first of `candidates` that has every symbol; a library that has been found usable stays open.
bool lacquer_foreign_open(const char *const *candidates, const void *symbols, size_t count);

// A copy that the caller owns; NULL for nothing, or without memory.
uint8_t *lacquer_foreign_copy(const void *bytes, size_t count);

// Divides the colours of a picture whose colours are multiplied with alpha by alpha.
void lacquer_foreign_unpremultiply(lacquer_foreign_picture *picture);

#endif

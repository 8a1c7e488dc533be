#ifndef LACQUER_PNG_FENCE_H
#define LACQUER_PNG_FENCE_H

#include <stddef.h>
#include <stdint.h>

#include "fence_log.h"

// libpng behind setjmp: each function holds the fence and every libpng call, so that an error never unwinds through a
// Swift frame. All return 1 for success and 0 with `log->error` set.

typedef struct {
  uint32_t width, height;
  int bit_depth;    // in the file: 1, 2, 4, 8 or 16
  int colour_type;  // of the PNG standard: 0, 2, 3, 4 or 6
  int interlaced;
  int palette_count;       // entries of PLTE
  uint8_t palette[256][3];
  int alpha_count;         // entries of a palette's tRNS
  uint8_t alphas[256];
  int has_key;             // a colour key (tRNS of grey and RGB)
  uint16_t key[3];
  int channels;            // after expansion of palettes and of tRNS to alpha: 1…4
  int sample_bytes;        // 1, or 2 for depth 16 (in the machine's byte order)
} lacquer_png_info;

// Limits for ancillary chunks that libpng keeps or inflates.
typedef struct {
  size_t max_chunk_bytes;
  uint32_t max_pixels_per_side;
} lacquer_png_limits;

// Reads everything before the first IDAT.
int lacquer_png_header(const uint8_t *bytes, size_t count, lacquer_png_limits limits, lacquer_png_info *info,
                       lacquer_log *log);

// Decodes the default image into `out`: rows without padding, palettes as RGB(A), grey of 1, 2 or 4 bits as 8 bits,
// tRNS as alpha. `out_count` must be width × height × channels × sample_bytes of `lacquer_png_header`.
int lacquer_png_decode(const uint8_t *bytes, size_t count, lacquer_png_limits limits, uint8_t *out, size_t out_count,
                       lacquer_log *log);

// Encodes to memory that the caller frees: IHDR, PLTE, tRNS, IDAT…, IEND. `samples` holds one byte a sample for depths
// up to 8 (unpacked), two in the machine's byte order for 16. `level` is libdeflate's, 0…12. `filters` is a mask of libpng's
// PNG_FILTER_* values.
int lacquer_png_encode(const lacquer_png_info *info, const uint8_t *samples, size_t count, int level, int filters,
                       uint8_t **out, size_t *out_count, lacquer_log *log);

#endif

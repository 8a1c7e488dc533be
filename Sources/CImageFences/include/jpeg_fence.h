#ifndef LACQUER_JPEG_FENCE_H
#define LACQUER_JPEG_FENCE_H

#include <stddef.h>
#include <stdint.h>

#include "fence_log.h"

// libjpeg behind setjmp: each function holds the fence and every libjpeg call, so that an error never unwinds through a
// Swift frame. All return 1 for success and 0 with `log->error` set.

typedef struct {
  int id, horizontal, vertical;  // component identifier and sampling factors
  int table;                     // slot of the quantisation table, 0…3
  int blocks_wide, blocks_high;  // 8×8 blocks that hold picture, without padding to whole MCUs
  uint16_t quant[64];            // the table in natural (row) order; zeros when the file defines it only after the first scan
} lacquer_jpeg_component;

// Values of libjpeg's J_COLOR_SPACE that are supported, under names of our own.
enum {
  lacquer_jpeg_grey = 1,
  lacquer_jpeg_rgb = 2,
  lacquer_jpeg_ycc = 3,
  lacquer_jpeg_cmyk = 4,
  lacquer_jpeg_ycck = 5,
};

typedef struct {
  uint32_t width, height;
  int component_count;
  lacquer_jpeg_component components[4];
  int colour_space;      // of the coded components, one of the values above; 0 for any other
  int channels;          // of the decoded samples: 1, 3 or 4
  int progressive, arithmetic;
  int restart_interval;  // in MCUs; 0 for none
  int adobe_transform;   // of the Adobe marker; −1 without one
  int jfif;              // whether there is a JFIF marker
} lacquer_jpeg_info;

// Reads up to the first scan.
int lacquer_jpeg_header(const uint8_t *bytes, size_t count, lacquer_jpeg_info *info, lacquer_log *log);

// Decodes to interleaved 8-bit samples with libjpeg's defaults (accurate integer DCT, fancy upsampling): grey, RGB, or
// CMYK as stored. `out_count` must be width × height × channels of `lacquer_jpeg_header`. `*complete` gets whether a
// progressive picture has all its scans: if not, libjpeg smoothes over block borders unless `smoothing` is 0.
int lacquer_jpeg_decode(const uint8_t *bytes, size_t count, int max_scans, int smoothing, uint8_t *out,
                        size_t out_count, int *complete, lacquer_log *log);

// Reads the quantised DCT coefficients, component after component, block rows from the top, 64 in natural order a
// block, and fills the quantisation tables of `info`. `out_count` is Σ blocks_wide × blocks_high × 64.
int lacquer_jpeg_coefficients(const uint8_t *bytes, size_t count, int max_scans, lacquer_jpeg_info *info, int16_t *out,
                              size_t out_count, lacquer_log *log);

// Writes coefficients in that order as a JPEG file without APPn and COM segments, with optimised entropy coding, to
// memory that the caller frees. `interleaved` 0 puts each component of a sequential file into a scan of its own.
int lacquer_jpeg_write_coefficients(const lacquer_jpeg_info *info, int interleaved, const int16_t *coefficients,
                                    size_t coefficient_count, uint8_t **out, size_t *out_count, lacquer_log *log);

// Encodes interleaved 8-bit grey (1 channel) or RGB (3) samples as a JFIF file in memory that the caller frees.
int lacquer_jpeg_encode(const uint8_t *samples, uint32_t width, uint32_t height, int channels, int quality,
                        int horizontal, int vertical, int progressive, uint8_t **out, size_t *out_count,
                        lacquer_log *log);

#endif

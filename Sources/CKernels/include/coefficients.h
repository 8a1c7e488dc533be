#ifndef CKERNELS_COEFFICIENTS_H
#define CKERNELS_COEFFICIENTS_H

#include <stddef.h>
#include <stdint.h>

// One component of a JPEG picture, seen from its decoded samples.
typedef struct {
  uint32_t width, height;  // of the picture
  int channels;            // interleaved decoded samples a pixel
  float weights[4];        // of the channels' differences in this component's difference
  int step_x, step_y;      // picture pixels a component sample, each way
  int blocks_wide;
  const uint16_t *quant;   // 64, natural order
  float dead_zone;         // at least 0, see below
} ck_coefficient_plan;

// Edits block row `row` of a component: `out` = `in` + round(DCT(edited − decoded) / quant). Where a coefficient of `in`
// is zero, the quotient must pass 0.5 + dead_zone to make it non-zero. Blocks without a difference are copied.
//
// `decoded` and `edited` are whole pictures; beyond their edges the difference is that of the last row or column.
// `scratch` holds blocks_wide × 8 × 8 + width + 8 floats. The result is the same on every processor.
void ck_edit_block_row(const ck_coefficient_plan *plan, int row, const uint8_t *decoded,
                            const uint8_t *edited, const int16_t *in, int16_t *out, float *scratch);

#endif

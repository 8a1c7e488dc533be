#include "CKernels.h"

#include <math.h>
#include <string.h>

// The same source gives the same bits whatever it is compiled for.
#pragma STDC FP_CONTRACT OFF

// Eight lanes: one AVX register, two of SSE or NEON. Loads and stores need no alignment.
typedef float lanes __attribute__((vector_size(32), aligned(4), may_alias));
#define LANES 8

#define K(name) name##_baseline
#include "kernels-body.h"
#undef K

#if defined(__x86_64__)

#define K(name) name##_avx2
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include "kernels-body.h"
#pragma clang attribute pop
#undef K

#define CALL(name, ...) (__builtin_cpu_supports("avx2") ? name##_avx2(__VA_ARGS__) : name##_baseline(__VA_ARGS__))

#else

#define CALL(name, ...) name##_baseline(__VA_ARGS__)

#endif

void ck_srgb_to_linear(const float *encoded, float *linear, size_t count) {
  CALL(srgb_to_linear, encoded, linear, count);
}

void ck_linear_to_srgb(const float *linear, float *encoded, size_t count) {
  CALL(linear_to_srgb, linear, encoded, count);
}

void ck_weighted_sum3(const float *r, const float *g, const float *b, float wr, float wg, float wb, float *out,
                      size_t count) {
  CALL(weighted_sum3, r, g, b, wr, wg, wb, out, count);
}

void ck_linear_to_positive_xyb(const float *r, const float *g, const float *b, float *x, float *y, float *bmy,
                               size_t count) {
  CALL(linear_to_positive_xyb, r, g, b, x, y, bmy, count);
}

void ck_positive_xyb_slopes(const float *r, const float *g, const float *b, const float *x, const float *y,
                            const float *bmy, float *to_r, float *to_g, float *to_b, size_t count) {
  CALL(positive_xyb_slopes, r, g, b, x, y, bmy, to_r, to_g, to_b, count);
}

void ck_srgb_slopes(const float *encoded, const float *linear, float *slopes, size_t count) {
  CALL(srgb_slopes, encoded, linear, slopes, count);
}

void ck_linear_to_lab(const float *r, const float *g, const float *b, float *l, float *as, float *bs, size_t count) {
  CALL(linear_to_lab, r, g, b, l, as, bs, count);
}

void ck_scale(float *samples, float factor, size_t count) { CALL(scale, samples, factor, count); }

void ck_add_scaled(const float *samples, float factor, float *sum, size_t count) {
  CALL(add_scaled, samples, factor, sum, count);
}

void ck_studio_luma(const float *r, const float *g, const float *b, float *luma, size_t count) {
  CALL(studio_luma, r, g, b, luma, count);
}

void ck_fir_vertical(const float *const *rows, const float *weights, int taps, float *out, size_t count) {
  CALL(fir_vertical, rows, weights, taps, out, count);
}

void ck_fir_vertical_pair(const float *const *rows, const float *weights, int taps, float *out0, float *out1,
                          size_t count) {
  CALL(fir_vertical_pair, rows, weights, taps, out0, out1, count);
}

void ck_multiply(float *samples, const float *factors, size_t count) { CALL(multiply, samples, factors, count); }

void ck_layer_sum(float *change, const float *gain, const float *mark, const float *mark_gain, float scale, float cap,
                  size_t count) {
  CALL(layer_sum, change, gain, mark, mark_gain, scale, cap, count);
}

void ck_fir_horizontal(const float *in, const float *weights, int taps, float *out, size_t count) {
  CALL(fir_horizontal, in, weights, taps, out, count);
}

void ck_halve(const float *top, const float *bottom, float *out, size_t in_count) {
  CALL(halve, top, bottom, out, in_count);
}

void ck_levels(const float *in, uint8_t *out, size_t step, size_t count) { CALL(levels, in, out, step, count); }

void ck_moments_vertical(const float *const *rows_a, const float *const *rows_b, const float *weights, int taps,
                         float *a, float *b, float *squares, float *product, size_t count) {
  CALL(moments_vertical, rows_a, rows_b, weights, taps, a, b, squares, product, count);
}

void ck_ssim_sums(const float *mean_a, const float *mean_b, const float *squares, const float *product, float c1,
                  float c2, size_t count, double sums[2]) {
  CALL(ssim_sums, mean_a, mean_b, squares, product, c1, c2, count, sums);
}

void ck_ssimulacra2_structure(const float *mean_a, const float *mean_b, const float *squares, const float *product,
                              size_t count, double sums[2]) {
  CALL(ssimulacra2_structure, mean_a, mean_b, squares, product, count, sums);
}

void ck_ssimulacra2_edges(const float *a, const float *b, const float *mean_a, const float *mean_b, size_t count,
                          double sums[4]) {
  CALL(ssimulacra2_edges, a, b, mean_a, mean_b, count, sums);
}

void ck_ssimulacra2_slopes(const float *a, const float *b, const float *mean_a, const float *mean_b,
                           const float *squares, const float *product, const float weights[6], float *to_mean,
                           float *to_squares, float *to_product, float *to_b, size_t count) {
  CALL(ssimulacra2_slopes, a, b, mean_a, mean_b, squares, product, weights, to_mean, to_squares, to_product, to_b, count);
}

void ck_butteraugli_opsin(const float *r0, const float *g0, const float *b0, const float *r1, const float *g1,
                          const float *b1, float *x, float *y, float *b, size_t count) {
  CALL(butteraugli_opsin, r0, g0, b0, r1, g1, b1, x, y, b, count);
}

void ck_subtract(const float *a, const float *b, float *out, size_t count) {
  CALL(subtract, a, b, out, count);
}

void ck_butteraugli_low(float *x, float *y, float *b, size_t count) {
  CALL(butteraugli_low, x, y, b, count);
}

void ck_butteraugli_split_middle(const float *whole, float *middle, float *rest, int is_y, size_t count) {
  CALL(butteraugli_split_middle, whole, middle, rest, is_y, count);
}

void ck_butteraugli_suppress(float *x, const float *y, size_t count) {
  CALL(butteraugli_suppress, x, y, count);
}

void ck_butteraugli_split_high(const float *whole, float *high, float *highest, int is_y, size_t count) {
  CALL(butteraugli_split_high, whole, high, highest, is_y, count);
}

void ck_butteraugli_difference(const float *a, const float *b, float more, float less, float norm, float *out,
                               size_t count) {
  CALL(butteraugli_difference, a, b, more, less, norm, out, count);
}

void ck_butteraugli_malta(const float *const rows[9], int sparse, float *sum, size_t count) {
  CALL(butteraugli_malta, rows, sparse, sum, count);
}

void ck_add_squared_difference(const float *a, const float *b, float weight, float *sum, size_t count) {
  CALL(add_squared_difference, a, b, weight, sum, count);
}

void ck_butteraugli_asymmetric(const float *a, const float *b, float more, float less, float *sum, size_t count) {
  CALL(butteraugli_asymmetric, a, b, more, less, sum, count);
}

void ck_butteraugli_activity(const float *high_x, const float *high_y, const float *highest_x,
                             const float *highest_y, float *out, size_t count) {
  CALL(butteraugli_activity, high_x, high_y, highest_x, highest_y, out, count);
}

void ck_butteraugli_erode(const float *const rows[3], float *out, size_t count) {
  CALL(butteraugli_erode, rows, out, count);
}

void ck_butteraugli_distance(const float *dc, const float *ac, const float *mask, float *out, size_t count) {
  CALL(butteraugli_distance, dc, ac, mask, out, count);
}

void ck_hvsm_sum(const float *a, const float *b, size_t stride, size_t blocks, double *sum) {
  CALL(hvsm_sum, a, b, stride, blocks, sum);
}

void ck_gms_sums(const float *const a[3], const float *const b[3], float constant, size_t count, double sums[2]) {
  CALL(gms_sums, a, b, constant, count, sums);
}

void ck_ciede2000(const float *const a[3], const float *const b[3], float *out, size_t count) {
  CALL(ciede2000, a, b, out, count);
}

void ck_flip_opponents(const float *const rgb[3], float *y, float *cx, float *cz, size_t count) {
  CALL(flip_opponents, rgb, y, cx, cz, count);
}

void ck_flip_lab(const float *const opponents[3], float *l, float *a, float *b, size_t count) {
  CALL(flip_lab, opponents, l, a, b, count);
}

void ck_flip_error(const float *const lab_a[3], const float *const lab_b[3], const float *const features_a[4],
                   const float *const features_b[4], float *out, size_t count) {
  CALL(flip_error, lab_a, lab_b, features_a, features_b, out, count);
}

uint64_t ck_squared_level_difference(const float *a, const float *b, size_t count) {
  return CALL(squared_level_difference, a, b, count);
}

uint32_t ck_largest_level_difference(const float *a, const float *b, size_t count) {
  return CALL(largest_level_difference, a, b, count);
}

double ck_squared_luma_difference(const float *const a[3], const float *const b[3], size_t count) {
  return CALL(squared_luma_difference, a, b, count);
}

double ck_sum(const float *samples, size_t count) { return CALL(sum, samples, count); }

double ck_sum_deviation(const float *samples, float centre, size_t count) {
  return CALL(sum_deviation, samples, centre, count);
}

void ck_bilateral(const float *const rgb[3], ptrdiff_t stride, const float space[3], float colour, float *const out[3],
                  size_t count) {
  CALL(bilateral, rgb, stride, space, colour, out, count);
}

void ck_median9(const float *const rows[3], float *out, size_t count) { CALL(median9, rows, out, count); }

void ck_squared_distance3(const float *const a[3], const float *const b[3], float *out, size_t count) {
  CALL(squared_distance3, a, b, out, count);
}

void ck_non_local_add(const float *distance, float scale, float noise, const float *const shifted[3], float *weights,
                      float *const sums[3], size_t count) {
  CALL(non_local_add, distance, scale, noise, shifted, weights, sums, count);
}

void ck_total_variation_primal(const float *image, const float *down, const float *down_above, const float *across,
                               float *out, size_t count) {
  CALL(total_variation_primal, image, down, down_above, across, out, count);
}

void ck_total_variation_dual(const float *at, const float *below, float weight, float *down, float *across,
                             size_t count) {
  CALL(total_variation_dual, at, below, weight, down, across, count);
}

void ck_look_up_u8(const uint8_t *in, int channels, int planes, const float *table, float *out0, float *out1, float *out2,
                   size_t count) {
  CALL(look_up_u8, in, channels, planes, table, out0, out1, out2, count);
}

void ck_unpack_u8(const uint8_t *in, int channels, int planes, float *out0, float *out1, float *out2, size_t count) {
  CALL(unpack_u8, in, channels, planes, out0, out1, out2, count);
}

void ck_unpack_u16(const uint16_t *in, int channels, int planes, float *out0, float *out1, float *out2, size_t count) {
  CALL(unpack_u16, in, channels, planes, out0, out1, out2, count);
}

void ck_add_u8(uint8_t *samples, int channels, int planes, int alpha, const float *change0, const float *change1,
               const float *change2, float scale, int epsilon, size_t count) {
  CALL(add_u8, samples, channels, planes, alpha, change0, change1, change2, scale, epsilon, count);
}

void ck_add_u16(uint16_t *samples, int channels, int planes, int alpha, const float *change0, const float *change1,
                const float *change2, float scale, int epsilon, size_t count) {
  CALL(add_u16, samples, channels, planes, alpha, change0, change1, change2, scale, epsilon, count);
}

void ck_shift_u16(const uint16_t *in, uint16_t *out, const float *change0, const float *change1, const float *change2,
                  float scale, size_t count) {
  CALL(shift_u16, in, out, change0, change1, change2, scale, count);
}

void ck_difference_u16(const uint16_t *to, const uint16_t *from, float *out0, float *out1, float *out2, size_t count) {
  CALL(difference_u16, to, from, out0, out1, out2, count);
}

void ck_edit_block_row(const ck_coefficient_plan *plan, int row, const uint8_t *decoded, const uint8_t *edited,
                       const int16_t *in, int16_t *out, float *scratch) {
  CALL(edit_block_row, plan, row, decoded, edited, in, out, scratch);
}

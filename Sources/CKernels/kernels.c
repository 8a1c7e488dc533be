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

void ck_linear_to_lab(const float *r, const float *g, const float *b, float *l, float *as, float *bs, size_t count) {
  CALL(linear_to_lab, r, g, b, l, as, bs, count);
}

void ck_fir_vertical(const float *const *rows, const float *weights, int taps, float *out, size_t count) {
  CALL(fir_vertical, rows, weights, taps, out, count);
}

void ck_fir_horizontal(const float *in, const float *weights, int taps, float *out, size_t count) {
  CALL(fir_horizontal, in, weights, taps, out, count);
}

void ck_halve(const float *top, const float *bottom, float *out, size_t in_count) {
  CALL(halve, top, bottom, out, in_count);
}

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

uint64_t ck_squared_level_difference(const float *a, const float *b, size_t count) {
  return CALL(squared_level_difference, a, b, count);
}

uint32_t ck_largest_level_difference(const float *a, const float *b, size_t count) {
  return CALL(largest_level_difference, a, b, count);
}

double ck_squared_luma_difference(const float *const a[3], const float *const b[3], size_t count) {
  return CALL(squared_luma_difference, a, b, count);
}

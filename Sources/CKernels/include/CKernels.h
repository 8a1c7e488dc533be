// The innermost loops over rows of samples, where C is twice as fast as Swift.
//
// Every kernel is compiled for the baseline of the processor and, on x86-64, for AVX2; the faster one is picked at run
// time. Products and sums are never fused (no FMA) and sums run over a fixed number of lanes, so all builds give the same
// bits and a score can be checked on another machine.
//
// Pointers may be unaligned; no kernel reads or writes beyond the counts that it is given. Outputs must not overlap
// inputs unless a kernel says that it works in place.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// MARK: Colour

/// sRGB-encoded samples to linear light (IEC 61966-2-1), odd-symmetric below 0. In place allowed.
void ck_srgb_to_linear(const float *encoded, float *linear, size_t count);
/// Linear light to sRGB-encoded samples, the inverse of `ck_srgb_to_linear`. In place allowed.
void ck_linear_to_srgb(const float *linear, float *encoded, size_t count);
/// Weighted sum of three rows: `out = wr * r + wg * g + wb * b`.
void ck_weighted_sum3(const float *r, const float *g, const float *b, float wr, float wg, float wb, float *out,
                      size_t count);
/// Linear sRGB to XYB of JPEG XL, scaled to 0…1 as SSIMULACRA 2 does: X·14 + 0.42, Y + 0.01, B − Y + 0.55. In place
/// allowed.
void ck_linear_to_positive_xyb(const float *r, const float *g, const float *b, float *x, float *y, float *bmy,
                               size_t count);
/// Linear sRGB to CIE L*a*b* (D65, 2°); L* in 0…100. In place allowed.
void ck_linear_to_lab(const float *r, const float *g, const float *b, float *l, float *as, float *bs, size_t count);

// MARK: Filters

/// Down the columns: `out[x] = Σ weights[k] * rows[k][x]`.
void ck_fir_vertical(const float *const *rows, const float *weights, int taps, float *out, size_t count);
/// Along a row: `out[x] = Σ weights[k] * in[x + k]`; `in` holds `count + taps - 1` samples.
void ck_fir_horizontal(const float *in, const float *weights, int taps, float *out, size_t count);
/// Mean of 2×2 samples: `out[x] = (top[2x] + top[2x+1] + bottom[2x] + bottom[2x+1]) / 4`; the last column is repeated
/// when `in_count` is odd. Writes `(in_count + 1) / 2` samples.
void ck_halve(const float *top, const float *bottom, float *out, size_t in_count);

// MARK: Structural similarity

/// Down the columns, the weighted sums of a, b, a² + b² and a·b.
void ck_moments_vertical(const float *const *rows_a, const float *const *rows_b, const float *weights, int taps,
                         float *a, float *b, float *squares, float *product, size_t count);
/// SSIM's luminance · contrast · structure and contrast · structure alone, from local moments, summed over a row.
/// `sums[0] += Σ l·cs`, `sums[1] += Σ cs`.
void ck_ssim_sums(const float *mean_a, const float *mean_b, const float *squares, const float *product, float c1,
                  float c2, size_t count, double sums[2]);
/// SSIMULACRA 2's structural error d: `sums[0] += Σ d`, `sums[1] += Σ d⁴`.
void ck_ssimulacra2_structure(const float *mean_a, const float *mean_b, const float *squares, const float *product,
                              size_t count, double sums[2]);
/// SSIMULACRA 2's edge errors: ringing r and lost detail l: `sums += Σ r, Σ r⁴, Σ l, Σ l⁴`.
void ck_ssimulacra2_edges(const float *a, const float *b, const float *mean_a, const float *mean_b, size_t count,
                          double sums[4]);

// MARK: Sums

/// Σ (round(255a) − round(255b))², samples clamped to 0…1.
uint64_t ck_squared_level_difference(const float *a, const float *b, size_t count);
/// Largest |round(255a) − round(255b)|, samples clamped to 0…1.
uint32_t ck_largest_level_difference(const float *a, const float *b, size_t count);
/// Σ (Y(a) − Y(b))² with Y = 0.299 R + 0.587 G + 0.114 B of round(255·sample), samples clamped to 0…1.
double ck_squared_luma_difference(const float *const a[3], const float *const b[3], size_t count);

#endif

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

#include "coefficients.h"
#include "samples.h"

// MARK: Memory

/// Lets glibc's allocator keep up to 32 MiB of freed memory, in one place for all threads, and serve blocks up to 32 MiB from it.
void ck_keep_freed_memory(void);

/// Gives back to the system what the allocator keeps.
void ck_give_back_freed_memory(void);

// Asks for pages of 2 MiB under memory that is about to be written whole, where the system has them: fetching it page by
// page takes longer than most of what is done with a plane. Does nothing elsewhere.
void ck_use_large_pages(void *memory, size_t bytes);

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
/// A derivative by the three values of ``ck_linear_to_positive_xyb`` at `r`, `g`, `b`, brought to one by linear sRGB. In place allowed.
void ck_positive_xyb_slopes(const float *r, const float *g, const float *b, const float *x, const float *y,
                            const float *bmy, float *to_r, float *to_g, float *to_b, size_t count);
/// A derivative by linear light, brought to one by sRGB-encoded samples, in place.
void ck_srgb_slopes(const float *encoded, const float *linear, float *slopes, size_t count);
/// Linear sRGB to CIE L*a*b* (D65, 2°); L* in 0…100. In place allowed.
void ck_linear_to_lab(const float *r, const float *g, const float *b, float *l, float *as, float *bs, size_t count);

/// samples *= factor.
void ck_scale(float *samples, float factor, size_t count);
/// sum += factor · samples.
void ck_add_scaled(const float *samples, float factor, float *sum, size_t count);
/// Luma of BT.601 in studio range, 16 + 65.481 R + 128.553 G + 24.966 B, rounded; samples are rounded to levels of 255
/// before.
void ck_studio_luma(const float *r, const float *g, const float *b, float *luma, size_t count);

// MARK: Filters

/// Down the columns: `out[x] = Σ weights[k] * rows[k][x]`.
void ck_fir_vertical(const float *const *rows, const float *weights, int taps, float *out, size_t count);
/// The same for two output rows at a time, of `taps + 1` input rows.
void ck_fir_vertical_pair(const float *const *rows, const float *weights, int taps, float *out0, float *out1,
                          size_t count);
/// Multiplies every sample with a factor of its own.
void ck_multiply(float *samples, const float *factors, size_t count);
/// change = scale × change × gain + mark × mark_gain, neither beyond ±cap; where both are too much the change gives way.
void ck_layer_sum(float *change, const float *gain, const float *mark, const float *mark_gain, float scale, float cap,
                  size_t count);
/// Along a row: `out[x] = Σ weights[k] * in[x + k]`; `in` holds `count + taps - 1` samples.
void ck_fir_horizontal(const float *in, const float *weights, int taps, float *out, size_t count);
/// Mean of 2×2 samples: `out[x] = (top[2x] + top[2x+1] + bottom[2x] + bottom[2x+1]) / 4`; the last column is repeated
/// when `in_count` is odd. Writes `(in_count + 1) / 2` samples.
void ck_halve(const float *top, const float *bottom, float *out, size_t in_count);

/// Levels of 255 of samples 0…1, halves away from zero, clipped; what is no number becomes 0. `out[step * i]` for each.
void ck_levels(const float *in, uint8_t *out, size_t step, size_t count);

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
/// The derivative of SSIMULACRA 2's errors, each weighed: `weights` are of structure, ringing and lost detail, for each first that of
/// the error itself and then that of its cube, which is what a fourth power's derivative needs. Written are the derivatives by the mean of
/// b, by the mean of squares, by the mean of products, and by b itself.
void ck_ssimulacra2_slopes(const float *a, const float *b, const float *mean_a, const float *mean_b,
                           const float *squares, const float *product, const float weights[6], float *to_mean,
                           float *to_squares, float *to_product, float *to_b, size_t count);

// MARK: Butteraugli

// Names and numbers as in libjxl's butteraugli; "x", "y" and "b" are its opponent colours.

/// Linear sRGB in nits (`r0`, `g0`, `b0`) and its blur (`r1` …) to opponent colours, by the gamma of photopsins at the
/// brightness round about.
void ck_butteraugli_opsin(const float *r0, const float *g0, const float *b0, const float *r1, const float *g1,
                          const float *b1, float *x, float *y, float *b, size_t count);
/// out = a − b. In place allowed.
void ck_subtract(const float *a, const float *b, float *out, size_t count);
/// Low frequencies to the space in which their squared difference counts. In place.
void ck_butteraugli_low(float *x, float *y, float *b, size_t count);
/// Splits middle from high frequencies: `middle` is `whole` blurred, on return with values near 0 removed (x) or doubled
/// (y); `rest` becomes what is left.
void ck_butteraugli_split_middle(const float *whole, float *middle, float *rest, int is_y, size_t count);
/// Dampens high frequencies of x where y has them too. In place.
void ck_butteraugli_suppress(float *x, const float *y, size_t count);
/// Splits high from the highest frequencies: `high` is `whole` blurred.
void ck_butteraugli_split_high(const float *whole, float *high, float *highest, int is_y, size_t count);
/// How far a frequency band differs, with weights for more (`more`) and for less or reversed (`less`) of it.
void ck_butteraugli_difference(const float *a, const float *b, float more, float less, float norm, float *out,
                               size_t count);
/// Adds the sum over 16 lines through each sample of the square of the sum along the line. `rows` are the sample's row in
/// the middle of nine, each with 4 more samples on either side. Lines of nine samples, or of five spread over the same
/// length (`sparse`).
void ck_butteraugli_malta(const float *const rows[9], int sparse, float *sum, size_t count);
/// sum += weight · (a − b)².
void ck_add_squared_difference(const float *a, const float *b, float weight, float *sum, size_t count);
/// As `ck_add_squared_difference`, and `less` times the square of how far b oversteps a or falls short of 0.4 a.
void ck_butteraugli_asymmetric(const float *a, const float *b, float more, float less, float *sum, size_t count);
/// How much a place masks errors, from its high and highest frequencies.
void ck_butteraugli_activity(const float *high_x, const float *high_y, const float *highest_x, const float *highest_y,
                             float *out, size_t count);
/// Weighted mean of the three least of nine samples in a grid of step 3. `rows` are those three rows above, the sample's
/// own, and three below, each with 3 more samples on either side; beyond a picture they are infinite.
void ck_butteraugli_erode(const float *const rows[3], float *out, size_t count);
/// Distance from errors at low (`dc`) and other (`ac`) frequencies, and the mask. In place allowed.
void ck_butteraugli_distance(const float *dc, const float *ac, const float *mask, float *out, size_t count);

// MARK: Other metrics

/// PSNR-HVS-M: adds the masked, weighted squared differences of `blocks` 8×8 blocks side by side; `stride` leads to the
/// next row of a plane. Samples in levels of 255.
void ck_hvsm_sum(const float *a, const float *b, size_t stride, size_t blocks, double *sum);
/// GMSD: gradient magnitude similarity g of a row by Prewitt's filters: `sums[0] += Σ g`, `sums[1] += Σ g²`. Rows above,
/// at and below, each with one sample more on either side of the first and last.
void ck_gms_sums(const float *const a[3], const float *const b[3], float constant, size_t count, double sums[2]);
/// CIEDE2000 colour differences of L*a*b* samples, kL = kC = kH = 1.
void ck_ciede2000(const float *const a[3], const float *const b[3], float *out, size_t count);
/// Linear sRGB to YCxCz, the opponent space of S-CIELAB that FLIP filters in. In place allowed.
void ck_flip_opponents(const float *const rgb[3], float *y, float *cx, float *cz, size_t count);
/// YCxCz to L*a*b* with Hunt's adjustment of chroma, by way of linear sRGB clamped to 0…1. In place allowed.
void ck_flip_lab(const float *const opponents[3], float *l, float *a, float *b, size_t count);
/// FLIP's error of each pixel from L*a*b* of both pictures, and from the filtered achromatic planes: edges along x and y,
/// then points along x and y.
void ck_flip_error(const float *const lab_a[3], const float *const lab_b[3], const float *const features_a[4],
                   const float *const features_b[4], float *out, size_t count);

// MARK: Handling

/// One row of a bilateral filter over the 13 samples within two pixels. `rgb` are the row's samples in planes with at least
/// two samples and rows of border and the given stride. A neighbour weighs `space[0]` at distance 1, `space[1]` at √2,
/// `space[2]` at 2, times exp(colour · d²), where d is the sum of the absolute differences of the three samples.
void ck_bilateral(const float *const rgb[3], ptrdiff_t stride, const float space[3], float colour, float *const out[3],
                  size_t count);
/// The median of 3×3 samples; the rows above, at and below hold one sample more on either side.
void ck_median9(const float *const rows[3], float *out, size_t count);
/// Σ over three channels of (a − b)².
void ck_squared_distance3(const float *const a[3], const float *const b[3], float *out, size_t count);
/// Non-local means: adds samples weighed with w = exp(−max(0, scale · (distance − noise))), 0 beyond e⁻⁵, and the weights.
void ck_non_local_add(const float *distance, float scale, float noise, const float *const shifted[3], float *weights,
                      float *const sums[3], size_t count);
/// Chambolle's total variation: image − divergence of the dual field, for one row. `down` and `across` are its parts.
void ck_total_variation_primal(const float *image, const float *down, const float *down_above, const float *across,
                               float *out, size_t count);
/// Chambolle's total variation: the dual field of one row, stepped by ¼ of the gradient and brought back. In place. For the last
/// row `below` is the row itself.
void ck_total_variation_dual(const float *at, const float *below, float weight, float *down, float *across,
                             size_t count);

// MARK: Sums

/// Σ (round(255a) − round(255b))², samples clamped to 0…1.
uint64_t ck_squared_level_difference(const float *a, const float *b, size_t count);
/// Largest |round(255a) − round(255b)|, samples clamped to 0…1.
uint32_t ck_largest_level_difference(const float *a, const float *b, size_t count);
/// Σ (Y(a) − Y(b))² with Y = 0.299 R + 0.587 G + 0.114 B of round(255·sample), samples clamped to 0…1.
double ck_squared_luma_difference(const float *const a[3], const float *const b[3], size_t count);

/// Σ samples.
double ck_sum(const float *samples, size_t count);
/// Σ |samples − centre|.
double ck_sum_deviation(const float *samples, float centre, size_t count);

#endif

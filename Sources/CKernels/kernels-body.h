// The kernels, included once for each instruction set. K(name) gives a function the name of its build.

#define EACH _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < count; i++)
#define LOAD(pointer) (*(const lanes *)(pointer))
#define STORE(pointer, value) (*(lanes *)(pointer) = (value))
#define MAX(a, b) __builtin_elementwise_max(a, b)
#define ABS(a) __builtin_elementwise_abs(a)

// The first n < LANES samples, then zeros.
#define LOAD_PART(value, pointer, n)        \
  do {                                      \
    float part_[LANES] = {0};               \
    memcpy(part_, pointer, (n) * sizeof(float)); \
    value = LOAD(part_);                    \
  } while (0)

static inline __attribute__((always_inline)) double K(total)(const float *partial) {
  double sum = 0;
  for (int k = 0; k < LANES; k++) sum += partial[k];
  return sum;
}

// MARK: Roots

// Root functions start from the exponent divided (in floating point, where vectors divide faster), then refine 1/root
// twice, which needs no division: by Householder's third-order method, then by Newton's. Relative error below 3e-7.

static inline __attribute__((always_inline)) float K(cube_root)(float x) {
  float m = x > 1e-24f ? x : 1e-24f;
  int32_t bits;
  memcpy(&bits, &m, 4);
  bits = 0x54A23000 - (int32_t)((float)bits * (1 / 3.0f));
  float r;
  memcpy(&r, &bits, 4);
  float h = 1 - m * (r * r * r);
  r = r + r * (h * (1 / 3.0f + h * (2 / 9.0f + h * (14 / 81.0f))));
  h = 1 - m * (r * r * r);
  r = r + r * (h * (1 / 3.0f));
  return x * (r * r);
}

// x^2.4 for x > 0, as (x · x^(-1/5))³.
static inline __attribute__((always_inline)) float K(power_2_4)(float x) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  bits = 0x4C2BAC00 - (int32_t)((float)bits * 0.2f);
  float r;
  memcpy(&r, &bits, 4);
  float r2 = r * r;
  float h = 1 - x * (r2 * r2 * r);
  r = r + r * (h * (0.2f + h * (0.12f + h * 0.088f)));
  r2 = r * r;
  h = 1 - x * (r2 * r2 * r);
  r = r + r * (h * 0.2f);
  float t = x * r;
  return t * t * t;
}

// MARK: Colour

static void K(srgb_to_linear)(const float *encoded, float *linear, size_t count) {
  EACH {
    float v = encoded[i];
    float m = fabsf(v);
    float curved = K(power_2_4)((m + 0.055f) * (1 / 1.055f));
    linear[i] = copysignf(m <= 0.04045f ? m * (1 / 12.92f) : curved, v);
  }
}

static void K(linear_to_srgb)(const float *linear, float *encoded, size_t count) {
  EACH {
    float v = linear[i];
    float m = fabsf(v);
    float root = K(cube_root)(m);
    // x^(5/12) = fourth root of x · x^(2/3).
    float curved = 1.055f * __builtin_elementwise_sqrt(__builtin_elementwise_sqrt(m * (root * root))) - 0.055f;
    encoded[i] = copysignf(m <= 0.0031308f ? m * 12.92f : curved, v);
  }
}

static void K(weighted_sum3)(const float *r, const float *g, const float *b, float wr, float wg, float wb, float *out,
                             size_t count) {
  EACH out[i] = wr * r[i] + wg * g[i] + wb * b[i];
}

static void K(linear_to_positive_xyb)(const float *r, const float *g, const float *b, float *x, float *y, float *bmy,
                                      size_t count) {
  const float bias = 0.0037930732552754493f;
  const float bias_root = 0.15595420054924863f;
  EACH {
    float l = 0.30f * r[i] + 0.622f * g[i] + 0.078f * b[i] + bias;
    float m = 0.23f * r[i] + 0.692f * g[i] + 0.078f * b[i] + bias;
    float s = 0.24342268924547819f * r[i] + 0.20476744424496821f * g[i] + 0.55180986650955360f * b[i] + bias;
    l = K(cube_root)(l > 0 ? l : 0) - bias_root;
    m = K(cube_root)(m > 0 ? m : 0) - bias_root;
    s = K(cube_root)(s > 0 ? s : 0) - bias_root;
    float luma = 0.5f * (l + m);
    x[i] = 0.5f * (l - m) * 14.0f + 0.42f;
    y[i] = luma + 0.01f;
    bmy[i] = (s - luma) + 0.55f;
  }
}

static void K(positive_xyb_slopes)(const float *r, const float *g, const float *b, const float *x, const float *y,
                                   const float *bmy, float *to_r, float *to_g, float *to_b, size_t count) {
  const float bias = 0.0037930732552754493f;
  EACH {
    float l = 0.30f * r[i] + 0.622f * g[i] + 0.078f * b[i] + bias;
    float m = 0.23f * r[i] + 0.692f * g[i] + 0.078f * b[i] + bias;
    float s = 0.24342268924547819f * r[i] + 0.20476744424496821f * g[i] + 0.55180986650955360f * b[i] + bias;
    float root_l = K(cube_root)(l), root_m = K(cube_root)(m), root_s = K(cube_root)(s);
    float luma = 0.5f * (y[i] - bmy[i]);
    l = l > 0 ? (7.0f * x[i] + luma) / (3 * root_l * root_l) : 0;
    m = m > 0 ? (luma - 7.0f * x[i]) / (3 * root_m * root_m) : 0;
    s = s > 0 ? bmy[i] / (3 * root_s * root_s) : 0;
    to_r[i] = 0.30f * l + 0.23f * m + 0.24342268924547819f * s;
    to_g[i] = 0.622f * l + 0.692f * m + 0.20476744424496821f * s;
    to_b[i] = 0.078f * l + 0.078f * m + 0.55180986650955360f * s;
  }
}

static void K(srgb_slopes)(const float *encoded, const float *linear, float *slopes, size_t count) {
  EACH {
    float v = __builtin_fabsf(encoded[i]);
    slopes[i] *= v > 0.04045f ? 2.4f * __builtin_fabsf(linear[i]) / (v + 0.055f) : 1 / 12.92f;
  }
}

static inline __attribute__((always_inline)) float K(lab_curve)(float t) {
  float root = K(cube_root)(t);
  return t > 0.008856451679035631f ? root : 7.787037037037037f * t + 4 / 29.0f;
}

static void K(linear_to_lab)(const float *r, const float *g, const float *b, float *l, float *as, float *bs,
                             size_t count) {
  EACH {
    float x = (0.412453f * r[i] + 0.357580f * g[i] + 0.180423f * b[i]) * (1 / 0.95047f);
    float y = 0.212671f * r[i] + 0.715160f * g[i] + 0.072169f * b[i];
    float z = (0.019334f * r[i] + 0.119193f * g[i] + 0.950227f * b[i]) * (1 / 1.08883f);
    float fx = K(lab_curve)(x);
    float fy = K(lab_curve)(y);
    float fz = K(lab_curve)(z);
    l[i] = 116 * fy - 16;
    as[i] = 500 * (fx - fy);
    bs[i] = 200 * (fy - fz);
  }
}

static void K(scale)(float *samples, float factor, size_t count) { EACH samples[i] *= factor; }

static inline __attribute__((always_inline)) int32_t K(level)(float v) {
  float scaled = v * 255.0f + 0.5f;
  return (int32_t)(scaled < 0 ? 0 : scaled > 255 ? 255 : scaled);
}

static void K(add_scaled)(const float *samples, float factor, float *sum, size_t count) {
  EACH sum[i] += factor * samples[i];
}

static void K(studio_luma)(const float *r, const float *g, const float *b, float *luma, size_t count) {
  EACH {
    float y = 16 + 65.481f / 255 * (float)K(level)(r[i]) + 128.553f / 255 * (float)K(level)(g[i]) +
              24.966f / 255 * (float)K(level)(b[i]);
    luma[i] = (float)(int32_t)(y + 0.5f);
  }
}

// MARK: Filters

#include "filters-body.h"

static void K(multiply)(float *restrict samples, const float *restrict factors, size_t count) {
  EACH samples[i] *= factors[i];
}

// The mark is cut at the cap, the change at what it leaves.
static void K(layer_sum)(float *restrict change, const float *restrict gain, const float *restrict mark,
                         const float *restrict mark_gain, float scale, float cap, size_t count) {
  EACH {
    float whole = mark[i] * mark_gain[i];
    whole = whole < cap ? whole : cap;
    whole = whole > -cap ? whole : -cap;
    const float room = cap - fabsf(whole);
    float part = scale * (change[i] * gain[i]);
    part = part > -room ? part : -room;
    part = part < room ? part : room;
    change[i] = part + whole;
  }
}

static void K(halve)(const float *top, const float *bottom, float *out, size_t in_count) {
  size_t count = in_count / 2;
  EACH out[i] = (top[2 * i] + top[2 * i + 1] + bottom[2 * i] + bottom[2 * i + 1]) * 0.25f;
  if (in_count & 1) {
    size_t last = in_count - 1;
    out[count] = (top[last] + top[last] + bottom[last] + bottom[last]) * 0.25f;
  }
}

static void K(levels)(const float *restrict in, uint8_t *restrict out, size_t step, size_t count) {
  int levels[64];
  for (size_t start = 0; start < count; start += 64) {
    const size_t length = count - start < 64 ? count - start : 64;
    for (size_t i = 0; i < length; i++) {
      float level = in[start + i];
      level = level > 0 ? level : 0;
      level = (level < 1 ? level : 1) * 255;
      // Adding a half before cutting off would carry 0.49999997 to 1.
      const int whole = (int)level;
      levels[i] = whole + (level - (float)whole >= 0.5f);
    }
    for (size_t i = 0; i < length; i++) out[step * (start + i)] = (uint8_t)levels[i];
  }
}

// MARK: Structural similarity

static void K(moments_vertical)(const float *const *rows_a, const float *const *rows_b, const float *weights, int taps,
                                float *a, float *b, float *squares, float *product, size_t count) {
  size_t x = 0;
  for (; x + 2 * LANES <= count; x += 2 * LANES) {
    lanes a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0}, s0 = {0}, s1 = {0}, p0 = {0}, p1 = {0};
    for (int k = 0; k < taps; k++) {
      float w = weights[k];
      lanes u0 = LOAD(rows_a[k] + x), u1 = LOAD(rows_a[k] + x + LANES);
      lanes v0 = LOAD(rows_b[k] + x), v1 = LOAD(rows_b[k] + x + LANES);
      lanes wu0 = w * u0, wu1 = w * u1, wv0 = w * v0, wv1 = w * v1;
      a0 += wu0;
      a1 += wu1;
      b0 += wv0;
      b1 += wv1;
      s0 += wu0 * u0 + wv0 * v0;
      s1 += wu1 * u1 + wv1 * v1;
      p0 += wu0 * v0;
      p1 += wu1 * v1;
    }
    STORE(a + x, a0);
    STORE(a + x + LANES, a1);
    STORE(b + x, b0);
    STORE(b + x + LANES, b1);
    STORE(squares + x, s0);
    STORE(squares + x + LANES, s1);
    STORE(product + x, p0);
    STORE(product + x + LANES, p1);
  }
  for (; x < count; x++) {
    float sa = 0, sb = 0, ss = 0, sp = 0;
    for (int k = 0; k < taps; k++) {
      float w = weights[k], u = rows_a[k][x], v = rows_b[k][x];
      float wu = w * u, wv = w * v;
      sa += wu;
      sb += wv;
      ss += wu * u + wv * v;
      sp += wu * v;
    }
    a[x] = sa;
    b[x] = sb;
    squares[x] = ss;
    product[x] = sp;
  }
}

static void K(ssim_sums)(const float *mean_a, const float *mean_b, const float *squares, const float *product, float c1,
                         float c2, size_t count, double sums[2]) {
  double full = 0, structure = 0;
  for (size_t i = 0; i < count; i++) {
    float mm = mean_a[i] * mean_b[i];
    float sm = mean_a[i] * mean_a[i] + mean_b[i] * mean_b[i];
    float cs = (2 * (product[i] - mm) + c2) / ((squares[i] - sm) + c2);
    float l = (2 * mm + c1) / (sm + c1);
    full += l * cs;
    structure += cs;
  }
  sums[0] += full;
  sums[1] += structure;
}

static void K(ssimulacra2_structure)(const float *mean_a, const float *mean_b, const float *squares,
                                     const float *product, size_t count, double sums[2]) {
  const float c2 = 0.0009f;
  lanes sum1 = {0}, sum4 = {0};
  for (size_t x = 0; x < count; x += LANES) {
    lanes ma, mb, s, p;
    if (x + LANES <= count) {
      ma = LOAD(mean_a + x);
      mb = LOAD(mean_b + x);
      s = LOAD(squares + x);
      p = LOAD(product + x);
    } else {
      LOAD_PART(ma, mean_a + x, count - x);
      LOAD_PART(mb, mean_b + x, count - x);
      LOAD_PART(s, squares + x, count - x);
      LOAD_PART(p, product + x, count - x);
    }
    lanes difference = ma - mb;
    lanes luminance = 1.0f - difference * difference;
    lanes structure = 2.0f * (p - ma * mb) + c2;
    lanes contrast = (s - (ma * ma + mb * mb)) + c2;
    lanes d = 1.0f - luminance * structure / contrast;
    d = MAX(d, (lanes){0});
    sum1 += d;
    d *= d;
    sum4 += d * d;
  }
  sums[0] += K(total)((const float *)&sum1);
  sums[1] += K(total)((const float *)&sum4);
}

static void K(ssimulacra2_edges)(const float *a, const float *b, const float *mean_a, const float *mean_b, size_t count,
                                 double sums[4]) {
  lanes ringing1 = {0}, ringing4 = {0}, lost1 = {0}, lost4 = {0};
  for (size_t x = 0; x < count; x += LANES) {
    lanes va, vb, ma, mb;
    if (x + LANES <= count) {
      va = LOAD(a + x);
      vb = LOAD(b + x);
      ma = LOAD(mean_a + x);
      mb = LOAD(mean_b + x);
    } else {
      LOAD_PART(va, a + x, count - x);
      LOAD_PART(vb, b + x, count - x);
      LOAD_PART(ma, mean_a + x, count - x);
      LOAD_PART(mb, mean_b + x, count - x);
    }
    // (1 + |b − μb|) / (1 + |a − μa|) − 1, written so that small differences keep their precision.
    lanes edge_a = ABS(va - ma), edge_b = ABS(vb - mb);
    lanes d = (edge_b - edge_a) / (1.0f + edge_a);
    lanes ringing = MAX(d, (lanes){0}), lost = MAX(-d, (lanes){0});
    ringing1 += ringing;
    lost1 += lost;
    ringing *= ringing;
    lost *= lost;
    ringing4 += ringing * ringing;
    lost4 += lost * lost;
  }
  sums[0] += K(total)((const float *)&ringing1);
  sums[1] += K(total)((const float *)&ringing4);
  sums[2] += K(total)((const float *)&lost1);
  sums[3] += K(total)((const float *)&lost4);
}

// How the weighted errors change with what they are made of; each place by itself.
static void K(ssimulacra2_slopes)(const float *a, const float *b, const float *mean_a, const float *mean_b,
                                  const float *squares, const float *product, const float weights[6], float *to_mean,
                                  float *to_squares, float *to_product, float *to_b, size_t count) {
  const float c2 = 0.0009f;
  EACH {
    float ma = mean_a[i], mb = mean_b[i];
    float difference = ma - mb;
    float luminance = 1 - difference * difference;
    float structure = 2 * (product[i] - ma * mb) + c2;
    float inverse = 1 / ((squares[i] - (ma * ma + mb * mb)) + c2);
    float likeness = luminance * structure * inverse;
    float d = 1 - likeness;
    d = d > 0 ? d : 0;
    float slope = d > 0 ? weights[0] + weights[1] * d * d * d : 0;
    float edge_a = __builtin_fabsf(a[i] - ma), edge_b = __builtin_fabsf(b[i] - mb);
    float against = 1 / (1 + edge_a);
    float r = (edge_b - edge_a) * against;
    float r3 = r * r * r;
    float edge = r > 0 ? weights[2] + weights[3] * r3 : weights[5] * r3 - weights[4];
    edge = b[i] > mb ? edge * against : b[i] < mb ? -edge * against : 0;
    to_mean[i] = -slope * 2 * (difference * structure * inverse + likeness * mb * inverse - luminance * ma * inverse) - edge;
    to_squares[i] = slope * likeness * inverse;
    to_product[i] = -slope * 2 * luminance * inverse;
    to_b[i] = edge;
  }
}

// MARK: Sums

static uint64_t K(squared_level_difference)(const float *a, const float *b, size_t count) {
  uint64_t sum = 0;
  while (count > 0) {
    // 32 bits hold 2^16 squares of at most 255².
    size_t block = count < 65536 ? count : 65536;
    uint32_t partial = 0;
    for (size_t i = 0; i < block; i++) {
      int32_t d = K(level)(a[i]) - K(level)(b[i]);
      partial += (uint32_t)(d * d);
    }
    sum += partial;
    a += block;
    b += block;
    count -= block;
  }
  return sum;
}

static uint32_t K(largest_level_difference)(const float *a, const float *b, size_t count) {
  int32_t largest = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t d = K(level)(a[i]) - K(level)(b[i]);
    d = d < 0 ? -d : d;
    largest = d > largest ? d : largest;
  }
  return (uint32_t)largest;
}

static inline __attribute__((always_inline)) float K(luma_difference)(const float *const a[3], const float *const b[3],
                                                                      size_t i) {
  return 0.299f * (float)(K(level)(a[0][i]) - K(level)(b[0][i])) +
         0.587f * (float)(K(level)(a[1][i]) - K(level)(b[1][i])) +
         0.114f * (float)(K(level)(a[2][i]) - K(level)(b[2][i]));
}

static double K(squared_luma_difference)(const float *const a[3], const float *const b[3], size_t count) {
  double lane[LANES] = {0}, sum = 0;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int k = 0; k < LANES; k++) {
      double d = (double)K(luma_difference)(a, b, i + k);
      lane[k] += d * d;
    }
  }
  for (; i < count; i++) {
    double d = (double)K(luma_difference)(a, b, i);
    sum += d * d;
  }
  for (int k = 0; k < LANES; k++) sum += lane[k];
  return sum;
}

static double K(sum)(const float *samples, size_t count) {
  double lane[LANES] = {0}, sum = 0;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int k = 0; k < LANES; k++) lane[k] += samples[i + k];
  }
  for (; i < count; i++) sum += samples[i];
  for (int k = 0; k < LANES; k++) sum += lane[k];
  return sum;
}

static double K(sum_deviation)(const float *samples, float centre, size_t count) {
  double lane[LANES] = {0}, sum = 0;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int k = 0; k < LANES; k++) lane[k] += fabsf(samples[i + k] - centre);
  }
  for (; i < count; i++) sum += fabsf(samples[i] - centre);
  for (int k = 0; k < LANES; k++) sum += lane[k];
  return sum;
}

#include "butteraugli-body.h"
#include "metrics-body.h"
#include "handling-body.h"
#include "samples-body.h"
#include "coefficients-body.h"

#undef EACH
#undef LOAD
#undef STORE
#undef MAX
#undef ABS
#undef LOAD_PART

// Butteraugli's loops over samples, included once for each instruction set. The numbers are those of libjxl (BSD).

// Natural logarithm of x > 0: exponent, and the series of artanh for the mantissa in √½…√2. Relative error about 1e-7.
static inline __attribute__((always_inline)) float K(logarithm)(float x) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  int32_t exponent = (bits - 0x3F3504F3) >> 23;
  bits -= (int32_t)((uint32_t)exponent << 23);
  float m;
  memcpy(&m, &bits, 4);
  float s = (m - 1) / (m + 1);
  float s2 = s * s;
  float series = 2 * s * (1 + s2 * (1 / 3.0f + s2 * (1 / 5.0f + s2 * (1 / 7.0f + s2 * (1 / 9.0f)))));
  return (float)exponent * 0.69314718056f + series;
}

static inline __attribute__((always_inline)) float K(greater)(float a, float b) { return a > b ? a : b; }

static inline __attribute__((always_inline)) float K(opsin_sensitivity)(float mixed) {
  float gamma = 19.245013259874995f * K(logarithm)(mixed + 9.9710635769299145f) - 23.16046239805755f;
  return K(greater)(gamma / mixed, 1e-4f);
}

static void K(butteraugli_opsin)(const float *r0, const float *g0, const float *b0, const float *r1, const float *g1,
                                 const float *b1, float *x, float *y, float *b, size_t count) {
  const float bias = 1.7557483643287353f, bias_b = 12.226454707163354f;
  EACH {
    float l = 0.29956550340058319f * r1[i] + 0.63373087833825936f * g1[i] + 0.077705617820981968f * b1[i] + bias;
    float m = 0.22158691104574774f * r1[i] + 0.69391388044116142f * g1[i] + 0.0987313588422f * b1[i] + bias;
    float s = 0.02f * r1[i] + 0.02f * g1[i] + 0.20480129041026129f * b1[i] + bias_b;
    float sl = K(opsin_sensitivity)(K(greater)(l, bias));
    float sm = K(opsin_sensitivity)(K(greater)(m, bias));
    float ss = K(opsin_sensitivity)(K(greater)(s, bias_b));
    l = 0.29956550340058319f * r0[i] + 0.63373087833825936f * g0[i] + 0.077705617820981968f * b0[i] + bias;
    m = 0.22158691104574774f * r0[i] + 0.69391388044116142f * g0[i] + 0.0987313588422f * b0[i] + bias;
    s = 0.02f * r0[i] + 0.02f * g0[i] + 0.20480129041026129f * b0[i] + bias_b;
    l = K(greater)(l * sl, bias);
    m = K(greater)(m * sm, bias);
    x[i] = l - m;
    y[i] = l + m;
    b[i] = K(greater)(s * ss, bias_b);
  }
}

static void K(subtract)(const float *a, const float *b, float *out, size_t count) { EACH out[i] = a[i] - b[i]; }

static void K(butteraugli_low)(float *x, float *y, float *b, size_t count) {
  EACH {
    float luma = y[i];
    x[i] = 33.832837186260f * x[i];
    y[i] = 14.458268100570f * luma;
    b[i] = 49.87984651440f * (b[i] - 0.362267051518f * luma);
  }
}

// Values within ±width vanish, others move towards 0 by it.
static inline __attribute__((always_inline)) float K(without_middle)(float v, float width) {
  return v > width ? v - width : v < -width ? v + width : 0;
}

// Values within ±width double, others move away from 0 by it.
static inline __attribute__((always_inline)) float K(amplified_middle)(float v, float width) {
  return v > width ? v + width : v < -width ? v - width : v + v;
}

// Beyond ±limit only this part of the excess is kept.
static inline __attribute__((always_inline)) float K(soft_clamp)(float v, float limit) {
  const float part = 0.724216145665f;
  return v >= limit ? (v - limit) * part + limit : v < -limit ? (v + limit) * part - limit : v;
}

static void K(butteraugli_split_middle)(const float *whole, float *middle, float *rest, int is_y, size_t count) {
  if (is_y) {
    EACH {
      float m = middle[i];
      rest[i] = whole[i] - m;
      middle[i] = K(amplified_middle)(m, 0.1f);
    }
  } else {
    EACH {
      float m = middle[i];
      rest[i] = whole[i] - m;
      middle[i] = K(without_middle)(m, 0.29f);
    }
  }
}

static void K(butteraugli_suppress)(float *x, const float *y, size_t count) {
  const float least = 0.653020556257f;
  EACH x[i] *= 46.0f / (y[i] * y[i] + 46.0f) * (1 - least) + least;
}

static void K(butteraugli_split_high)(const float *whole, float *high, float *highest, int is_y, size_t count) {
  if (is_y) {
    EACH {
      float h = K(soft_clamp)(high[i], 28.4691806922f);
      highest[i] = 2.69313763794f * K(soft_clamp)(whole[i] - h, 5.19175294647f);
      high[i] = K(amplified_middle)(2.155f * h, 0.132f);
    }
  } else {
    EACH {
      float h = high[i];
      highest[i] = K(without_middle)(whole[i] - h, 0.04f);
      high[i] = K(without_middle)(h, 1.5f);
    }
  }
}

static void K(butteraugli_difference)(const float *a, const float *b, float more, float less, float norm, float *out,
                                      size_t count) {
  EACH {
    // With the sign of a turned to plus, b falls short below 0.55 |a| and oversteps above 1.05 |a|.
    float size = fabsf(a[i]);
    float other = a[i] < 0 ? -b[i] : b[i];
    float scale = 1 / (norm + 0.5f * (size + fabsf(b[i])));
    float impact = other < 0.55f * size ? 0.55f * size - other : other > 1.05f * size ? 1.05f * size - other : 0;
    float signed_impact = a[i] < 0 ? -impact : impact;
    out[i] = scale * (more * (a[i] - b[i]) + less * signed_impact);
  }
}

// Every line is symmetric about the sample, so it is made of pairs. `rows` are nine rows, the sample's in the middle.
#define PAIR(dx, dy) (LOAD(rows[4 + (dy)] + x + (dx)) + LOAD(rows[4 - (dy)] + x - (dx)))
#define LINE(times, pairs)             \
  do {                                 \
    lanes line = centre + (pairs);     \
    total += (times) * (line * line);  \
  } while (0)

static inline __attribute__((always_inline)) void K(malta_dense)(const float *const rows[9], size_t x, float *sum) {
  lanes centre = LOAD(rows[4] + x), total = {0};
  LINE(1.0f, PAIR(1, 0) + PAIR(2, 0) + PAIR(3, 0) + PAIR(4, 0));
  LINE(1.0f, PAIR(0, 1) + PAIR(0, 2) + PAIR(0, 3) + PAIR(0, 4));
  LINE(1.0f, PAIR(1, 1) + PAIR(2, 2) + PAIR(3, 3));
  LINE(1.0f, PAIR(-1, 1) + PAIR(-2, 2) + PAIR(-3, 3));
  // The flat and steep lines stand in the reference twice.
  LINE(2.0f, PAIR(0, 1) + PAIR(-1, 2) + PAIR(-1, 3) + PAIR(-1, 4));
  LINE(2.0f, PAIR(0, 1) + PAIR(1, 2) + PAIR(1, 3) + PAIR(1, 4));
  LINE(2.0f, PAIR(1, 0) + PAIR(2, 1) + PAIR(3, 1) + PAIR(4, 1));
  LINE(2.0f, PAIR(1, 0) + PAIR(2, -1) + PAIR(3, -1) + PAIR(4, -1));
  LINE(1.0f, PAIR(1, 1) + PAIR(1, 2) + PAIR(2, 3));
  LINE(1.0f, PAIR(-1, 1) + PAIR(-1, 2) + PAIR(-2, 3));
  LINE(1.0f, PAIR(1, 1) + PAIR(2, 1) + PAIR(3, 2));
  LINE(1.0f, PAIR(-1, 1) + PAIR(-2, 1) + PAIR(-3, 2));
  STORE(sum + x, LOAD(sum + x) + total);
}

static inline __attribute__((always_inline)) void K(malta_sparse)(const float *const rows[9], size_t x, float *sum) {
  lanes centre = LOAD(rows[4] + x), total = {0};
  LINE(1.0f, PAIR(2, 0) + PAIR(4, 0));
  LINE(1.0f, PAIR(0, 2) + PAIR(0, 4));
  LINE(1.0f, PAIR(2, 2) + PAIR(3, 3));
  LINE(1.0f, PAIR(-2, 2) + PAIR(-3, 3));
  LINE(1.0f, PAIR(-1, 2) + PAIR(-1, 4));
  LINE(1.0f, PAIR(1, 2) + PAIR(1, 4));
  LINE(1.0f, PAIR(2, 1) + PAIR(4, 1));
  LINE(1.0f, PAIR(2, -1) + PAIR(4, -1));
  LINE(1.0f, PAIR(1, 2) + PAIR(2, 3));
  LINE(1.0f, PAIR(-1, 2) + PAIR(-2, 3));
  LINE(1.0f, PAIR(2, 1) + PAIR(3, 2));
  LINE(1.0f, PAIR(-2, 1) + PAIR(-3, 2));
  LINE(1.0f, PAIR(-2, 1) + PAIR(-4, 2));
  LINE(1.0f, PAIR(2, 1) + PAIR(4, 2));
  LINE(1.0f, PAIR(1, 2) + PAIR(2, 4));
  LINE(1.0f, PAIR(-1, 2) + PAIR(-2, 4));
  STORE(sum + x, LOAD(sum + x) + total);
}

#undef PAIR
#undef LINE

static void K(butteraugli_malta)(const float *const rows[9], int sparse, float *sum, size_t count) {
  // Pointers of its own, so that none is read again after something was stored.
  const float *const at[9] = {rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8]};
  size_t x = 0;
  if (sparse) {
    for (; x + LANES <= count; x += LANES) K(malta_sparse)(at, x, sum);
  } else {
    for (; x + LANES <= count; x += LANES) K(malta_dense)(at, x, sum);
  }
  if (x == count) return;
  // The last few samples, from a copy of what they reach.
  float around[9][LANES + 8] = {{0}}, part[LANES] = {0};
  const float *copies[9];
  const size_t rest = count - x;
  for (int row = 0; row < 9; row++) {
    memcpy(around[row], at[row] + x - 4, (rest + 8) * sizeof(float));
    copies[row] = around[row] + 4;
  }
  memcpy(part, sum + x, rest * sizeof(float));
  if (sparse) {
    K(malta_sparse)(copies, 0, part);
  } else {
    K(malta_dense)(copies, 0, part);
  }
  memcpy(sum + x, part, rest * sizeof(float));
}

static void K(add_squared_difference)(const float *a, const float *b, float weight, float *sum, size_t count) {
  EACH {
    float d = a[i] - b[i];
    sum[i] += weight * (d * d);
  }
}

static void K(butteraugli_asymmetric)(const float *a, const float *b, float more, float less, float *sum,
                                      size_t count) {
  EACH {
    float size = fabsf(a[i]);
    float other = a[i] < 0 ? -b[i] : b[i];
    float impact = other < 0.4f * size ? 0.4f * size - other : other > size ? other - size : 0;
    float d = a[i] - b[i];
    sum[i] += more * (d * d) + less * (impact * impact);
  }
}

static void K(butteraugli_activity)(const float *high_x, const float *high_y, const float *highest_x,
                                    const float *highest_y, float *out, size_t count) {
  const float mul = 6.19424080439f, bias = 6.19424080439f * 12.61050594197f;
  const float bias_root = 8.838128222070164f;
  EACH {
    float x = 2.5f * (highest_x[i] + high_x[i]);
    float y = 0.4f * highest_y[i] + 0.4f * high_y[i];
    float activity = __builtin_elementwise_sqrt(x * x + y * y);
    out[i] = __builtin_elementwise_sqrt(mul * activity + bias) - bias_root;
  }
}

// Puts v in its place among the three least.
#define INSERT(v)                                \
  do {                                           \
    float value = v;                             \
    float above = K(greater)(least, value);      \
    least = least < value ? least : value;       \
    float next = K(greater)(second, above);      \
    second = second < above ? second : above;    \
    third = third < next ? third : next;         \
  } while (0)

static void K(butteraugli_erode)(const float *const rows[3], float *out, size_t count) {
  const float *above_row = rows[0], *in = rows[1], *below_row = rows[2];
  EACH {
    float least = in[i], second = 2 * least, third = second;
    INSERT(above_row[i - 3]);
    INSERT(above_row[i]);
    INSERT(above_row[i + 3]);
    INSERT(in[i - 3]);
    INSERT(in[i + 3]);
    INSERT(below_row[i - 3]);
    INSERT(below_row[i]);
    INSERT(below_row[i + 3]);
    out[i] = 0.45f * least + 0.3f * second + 0.25f * third;
  }
}

#undef INSERT

static void K(butteraugli_distance)(const float *dc, const float *ac, const float *mask, float *out, size_t count) {
  const float scale = 1 / (17.83f * 0.79079917404f);
  EACH {
    float high = scale * (1 + 2.5485944793f / (0.451936922203f * mask[i] + 0.829591754942f));
    float low = scale * (1 + 0.505054525019f / (3.87449418804f * mask[i] + 0.20025578522f));
    out[i] = __builtin_elementwise_sqrt(dc[i] * (low * low) + ac[i] * (high * high));
  }
}

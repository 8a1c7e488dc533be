// Finite impulse response filters along columns and rows, included once for each instruction set.

// How many vectors of sums are added up at a time: as many as there is a register for, since a sum waits for its last addition.
#define SUMS 8

// `count` outputs from `in`, `in + 1` …, a multiple of LANES known when this is compiled; sums follow the order of the taps.
static inline __attribute__((always_inline)) void K(fir_along)(const float *in, const float *weights, int taps, float *out,
                                                             const int vectors) {
  lanes sum[SUMS] = {{0}};
  for (int k = 0; k < taps; k++) {
    const float w = weights[k];
    for (int v = 0; v < vectors; v++) sum[v] += w * LOAD(in + k + v * LANES);
  }
  for (int v = 0; v < vectors; v++) STORE(out + v * LANES, sum[v]);
}

static void K(fir_horizontal)(const float *in, const float *weights, int taps, float *out, size_t count) {
  size_t x = 0;
  for (; x + SUMS * LANES <= count; x += SUMS * LANES) K(fir_along)(in + x, weights, taps, out + x, SUMS);
  for (; x + 2 * LANES <= count; x += 2 * LANES) K(fir_along)(in + x, weights, taps, out + x, 2);
  // The last vector may begin among outputs that are there already, which get the same values again.
  for (; x < count && count >= LANES; x += LANES) {
    const size_t first = x + LANES <= count ? x : count - LANES;
    K(fir_along)(in + first, weights, taps, out + first, 1);
  }
  for (; x < count; x++) {
    float s = 0;
    for (int k = 0; k < taps; k++) s += weights[k] * in[x + k];
    out[x] = s;
  }
}

static inline __attribute__((always_inline)) void K(fir_down)(const float *const *rows, size_t x, const float *weights,
                                                            int taps, float *out, const int vectors) {
  lanes sum[SUMS] = {{0}};
  for (int k = 0; k < taps; k++) {
    const float *row = rows[k] + x;
    const float w = weights[k];
    for (int v = 0; v < vectors; v++) sum[v] += w * LOAD(row + v * LANES);
  }
  for (int v = 0; v < vectors; v++) STORE(out + x + v * LANES, sum[v]);
}

static void K(fir_vertical)(const float *const *rows, const float *weights, int taps, float *out, size_t count) {
  size_t x = 0;
  for (; x + SUMS * LANES <= count; x += SUMS * LANES) K(fir_down)(rows, x, weights, taps, out, SUMS);
  for (; x + 2 * LANES <= count; x += 2 * LANES) K(fir_down)(rows, x, weights, taps, out, 2);
  for (; x < count && count >= LANES; x += LANES) {
    K(fir_down)(rows, x + LANES <= count ? x : count - LANES, weights, taps, out, 1);
  }
  for (; x < count; x++) {
    float s = 0;
    for (int k = 0; k < taps; k++) s += weights[k] * rows[k][x];
    out[x] = s;
  }
}

static inline __attribute__((always_inline)) void K(fir_down_pair)(const float *const *rows, size_t x, const float *weights,
                                                                 int taps, float *out0, float *out1,
                                                                 const int vectors) {
  lanes s[SUMS / 2] = {{0}}, t[SUMS / 2] = {{0}};
  for (int v = 0; v < vectors; v++) s[v] += weights[0] * LOAD(rows[0] + x + v * LANES);
  for (int k = 1; k < taps; k++) {
    const float *row = rows[k] + x;
    const float now = weights[k], before = weights[k - 1];
    for (int v = 0; v < vectors; v++) {
      const lanes sample = LOAD(row + v * LANES);
      s[v] += now * sample;
      t[v] += before * sample;
    }
  }
  for (int v = 0; v < vectors; v++) {
    t[v] += weights[taps - 1] * LOAD(rows[taps] + x + v * LANES);
    STORE(out0 + x + v * LANES, s[v]);
    STORE(out1 + x + v * LANES, t[v]);
  }
}

// Two rows at once, each of whose inputs is read once for both; every sum is added up in the order of `fir_vertical`.
static void K(fir_vertical_pair)(const float *const *rows, const float *weights, int taps, float *out0, float *out1,
                                 size_t count) {
  size_t x = 0;
  for (; x + SUMS / 2 * LANES <= count; x += SUMS / 2 * LANES) {
    K(fir_down_pair)(rows, x, weights, taps, out0, out1, SUMS / 2);
  }
  for (; x < count && count >= LANES; x += LANES) {
    K(fir_down_pair)(rows, x + LANES <= count ? x : count - LANES, weights, taps, out0, out1, 1);
  }
  for (; x < count; x++) {
    float s = 0, t = 0;
    for (int k = 0; k < taps; k++) {
      s += weights[k] * rows[k][x];
      t += weights[k] * rows[k + 1][x];
    }
    out0[x] = s;
    out1[x] = t;
  }
}

#undef SUMS

// Kernels of filters that removers use; included once for each instruction set.

// MARK: Bilateral filter

static void K(bilateral)(const float *const rgb[3], ptrdiff_t stride, const float space[3], float colour,
                         float *const out[3], size_t count) {
  static const int shifts[12][3] = {{-2, 0, 2}, {-1, -1, 1}, {-1, 0, 0}, {-1, 1, 1}, {0, -2, 2}, {0, -1, 0},
                                    {0, 1, 0},  {0, 2, 2},   {1, -1, 1}, {1, 0, 0},  {1, 1, 1},  {2, 0, 2}};
  const float *r = rgb[0], *g = rgb[1], *b = rgb[2];
  float *out_r = out[0], *out_g = out[1], *out_b = out[2];
  // Blocks that stay in the first cache, a loop a neighbour.
  enum { BLOCK = 256 };
  float sum[BLOCK], sum_r[BLOCK], sum_g[BLOCK], sum_b[BLOCK];
  for (size_t start = 0; start < count; start += BLOCK) {
    size_t n = count - start < BLOCK ? count - start : BLOCK;
    for (size_t i = 0; i < n; i++) {
      sum[i] = 1;
      sum_r[i] = r[start + i];
      sum_g[i] = g[start + i];
      sum_b[i] = b[start + i];
    }
    for (int k = 0; k < 12; k++) {
      ptrdiff_t shift = shifts[k][0] * stride + shifts[k][1] + (ptrdiff_t)start;
      const float *nr = r + shift, *ng = g + shift, *nb = b + shift;
      const float *cr = r + start, *cg = g + start, *cb = b + start;
      float near = space[shifts[k][2]];
      _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < n; i++) {
        float away = fabsf(nr[i] - cr[i]) + fabsf(ng[i] - cg[i]) + fabsf(nb[i] - cb[i]);
        float weight = near * K(exponential)(colour * away * away);
        sum[i] += weight;
        sum_r[i] += weight * nr[i];
        sum_g[i] += weight * ng[i];
        sum_b[i] += weight * nb[i];
      }
    }
    for (size_t i = 0; i < n; i++) {
      float share = 1 / sum[i];
      out_r[start + i] = sum_r[i] * share;
      out_g[start + i] = sum_g[i] * share;
      out_b[start + i] = sum_b[i] * share;
    }
  }
}

// MARK: Median

#define ORDER(a, b)              \
  do {                           \
    float low_ = a < b ? a : b;  \
    float high_ = a < b ? b : a; \
    a = low_;                    \
    b = high_;                   \
  } while (0)

static void K(median9)(const float *const rows[3], float *out, size_t count) {
  const float *above = rows[0], *at = rows[1], *below = rows[2];
  EACH {
    float a = above[i], b = above[i + 1], c = above[i + 2];
    float d = at[i], e = at[i + 1], f = at[i + 2];
    float g = below[i], h = below[i + 1], j = below[i + 2];
    // Each column sorted; the median is that of the largest low, the middle middle and the least high sample.
    ORDER(a, d);
    ORDER(d, g);
    ORDER(a, d);
    ORDER(b, e);
    ORDER(e, h);
    ORDER(b, e);
    ORDER(c, f);
    ORDER(f, j);
    ORDER(c, f);
    float low = a > b ? a : b;
    low = low > c ? low : c;
    float high = g < h ? g : h;
    high = high < j ? high : j;
    ORDER(d, e);
    float middle = e < f ? e : f;
    middle = middle > d ? middle : d;
    ORDER(low, high);
    middle = middle < high ? middle : high;
    out[i] = middle > low ? middle : low;
  }
}

#undef ORDER

// MARK: Non-local means

static void K(squared_distance3)(const float *const a[3], const float *const b[3], float *out, size_t count) {
  const float *a0 = a[0], *a1 = a[1], *a2 = a[2], *b0 = b[0], *b1 = b[1], *b2 = b[2];
  EACH {
    float d0 = a0[i] - b0[i], d1 = a1[i] - b1[i], d2 = a2[i] - b2[i];
    out[i] = d0 * d0 + d1 * d1 + d2 * d2;
  }
}

static void K(non_local_add)(const float *distance, float scale, float noise, const float *const shifted[3],
                             float *weights, float *const sums[3], size_t count) {
  const float *r = shifted[0], *g = shifted[1], *b = shifted[2];
  float *sum_r = sums[0], *sum_g = sums[1], *sum_b = sums[2];
  EACH {
    float away = scale * (distance[i] - noise);
    float weight = K(exponential)(away > 0 ? -away : 0);
    weight = away <= 5 ? weight : 0;
    weights[i] += weight;
    sum_r[i] += weight * r[i];
    sum_g[i] += weight * g[i];
    sum_b[i] += weight * b[i];
  }
}

// MARK: Total variation

static void K(total_variation_primal)(const float *image, const float *down, const float *down_above,
                                      const float *across, float *out, size_t count) {
  out[0] = image[0] + down_above[0] - down[0] - across[0];
  _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 1; i < count; i++) {
    out[i] = image[i] + down_above[i] - down[i] + across[i - 1] - across[i];
  }
}

static void K(total_variation_dual)(const float *at, const float *below, float weight, float *down, float *across,
                                    size_t count) {
  const float step = 0.25f;
  _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i + 1 < count; i++) {
    float vertical = below[i] - at[i], horizontal = at[i + 1] - at[i];
    float length = __builtin_elementwise_sqrt(vertical * vertical + horizontal * horizontal);
    float share = 1 / (1 + length * (step / weight));
    down[i] = (down[i] - step * vertical) * share;
    across[i] = (across[i] - step * horizontal) * share;
  }
  float vertical = below[count - 1] - at[count - 1];
  float share = 1 / (1 + fabsf(vertical) * (step / weight));
  down[count - 1] = (down[count - 1] - step * vertical) * share;
  across[count - 1] *= share;
}

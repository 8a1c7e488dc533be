// Editing of quantised DCT coefficients, included once for each instruction set.

// Eight 8-point DCT-II side by side, orthonormal (ITU-T T.81, A.3.3, is the two-dimensional form of it).
static inline __attribute__((always_inline)) void K(forward8)(lanes *v) {
  const float c1 = 0.490392640f, c2 = 0.461939766f, c3 = 0.415734806f, c4 = 0.353553391f, c5 = 0.277785117f,
              c6 = 0.191341716f, c7 = 0.0975451610f;  // cos(k π / 16) / 2
  const lanes s0 = v[0] + v[7], s1 = v[1] + v[6], s2 = v[2] + v[5], s3 = v[3] + v[4];
  const lanes d0 = v[0] - v[7], d1 = v[1] - v[6], d2 = v[2] - v[5], d3 = v[3] - v[4];
  const lanes e0 = s0 + s3, e1 = s1 + s2, e2 = s0 - s3, e3 = s1 - s2;
  v[0] = (e0 + e1) * c4;
  v[4] = (e0 - e1) * c4;
  v[2] = e2 * c2 + e3 * c6;
  v[6] = e2 * c6 - e3 * c2;
  v[1] = d0 * c1 + d1 * c3 + d2 * c5 + d3 * c7;
  v[3] = d0 * c3 - d1 * c7 - d2 * c1 - d3 * c5;
  v[5] = d0 * c5 - d1 * c1 + d2 * c7 + d3 * c3;
  v[7] = d0 * c7 - d1 * c5 + d2 * c3 - d3 * c1;
}

// Largest magnitudes that baseline Huffman coding can say (T.81, F.1.2).
static inline int16_t K(legal)(int value, int is_dc) {
  const int low = is_dc ? -1024 : -1023, high = 1023;
  return (int16_t)(value < low ? low : value > high ? high : value);
}

static void K(edit_block)(const float *difference, size_t stride, const ck_coefficient_plan *plan,
                       const float *reciprocal, const int16_t *in, int16_t *out) {
  lanes v[8];
  for (int i = 0; i < 8; i++) memcpy(&v[i], difference + (size_t)i * stride, sizeof v[i]);
  K(forward8)(v);
  K(transpose8)(v);
  K(forward8)(v);
  K(transpose8)(v);
  for (int i = 0; i < 8; i++) {
    lanes quotient;
    memcpy(&quotient, reciprocal + 8 * i, sizeof quotient);
    quotient *= v[i];
    for (int j = 0; j < 8; j++) {
      const int old = in[8 * i + j];
      const float magnitude = quotient[j] < 0 ? -quotient[j] : quotient[j];
      const int steps = old == 0 && magnitude < 0.5f + plan->dead_zone ? 0 : (int)(magnitude + 0.5f);
      out[8 * i + j] = steps == 0 ? (int16_t)old : K(legal)(old + (quotient[j] < 0 ? -steps : steps), i + j == 0);
    }
  }
}

// Adds the weighted difference of picture row `y` to `sum`; returns whether there is any.
static int K(add_row)(const ck_coefficient_plan *plan, uint32_t y, const uint8_t *decoded, const uint8_t *edited,
                   float *restrict sum) {
  const size_t n = (size_t)plan->channels, stride = plan->width * n;
  const uint8_t *restrict a = decoded + y * stride;
  const uint8_t *restrict b = edited + y * stride;
  if (memcmp(a, b, stride) == 0) return 0;
  const float w0 = plan->weights[0], w1 = plan->weights[1], w2 = plan->weights[2], w3 = plan->weights[3];
  if (n == 1) {
    for (size_t x = 0; x < plan->width; x++) sum[x] += w0 * (float)(b[x] - a[x]);
  } else if (n == 3) {
    for (size_t x = 0; x < plan->width; x++)
      sum[x] += w0 * (float)(b[3 * x] - a[3 * x]) + w1 * (float)(b[3 * x + 1] - a[3 * x + 1]) +
                w2 * (float)(b[3 * x + 2] - a[3 * x + 2]);
  } else {
    for (size_t x = 0; x < plan->width; x++)
      sum[x] += w0 * (float)(b[4 * x] - a[4 * x]) + w1 * (float)(b[4 * x + 1] - a[4 * x + 1]) +
                w2 * (float)(b[4 * x + 2] - a[4 * x + 2]) + w3 * (float)(b[4 * x + 3] - a[4 * x + 3]);
  }
  return 1;
}

static int K(is_zero)(const float *difference, size_t stride) {
  for (int y = 0; y < 8; y++)
    for (int x = 0; x < 8; x++)
      if (difference[(size_t)y * stride + (size_t)x] != 0) return 0;
  return 1;
}

static void K(edit_block_row)(const ck_coefficient_plan *plan, int row, const uint8_t *decoded,
                            const uint8_t *edited, const int16_t *in, int16_t *out, float *scratch) {
  const size_t wide = (size_t)plan->blocks_wide, samples = wide * 8, width = plan->width;
  float *plane = scratch, *sum = scratch + samples * 8;
  const size_t step_x = (size_t)plan->step_x, step_y = (size_t)plan->step_y;
  const float mean = 1.0f / (float)(step_x * step_y);
  int any = 0;
  for (size_t line = 0; line < 8; line++) {
    float *to = plane + line * samples;
    memset(sum, 0, width * sizeof(float));
    int changed = 0;
    for (size_t i = 0; i < step_y; i++) {
      size_t y = ((size_t)row * 8 + line) * step_y + i;
      if (y >= plan->height) y = plan->height - 1;
      changed |= K(add_row)(plan, (uint32_t)y, decoded, edited, sum);
    }
    any |= changed;
    if (!changed) {
      memset(to, 0, samples * sizeof(float));
      continue;
    }
    const size_t whole = width / step_x < samples ? width / step_x : samples;
    if (step_x == 1) {
      for (size_t x = 0; x < whole; x++) to[x] = sum[x] * mean;
    } else if (step_x == 2) {
      for (size_t x = 0; x < whole; x++) to[x] = (sum[2 * x] + sum[2 * x + 1]) * mean;
    } else {
      for (size_t x = 0; x < whole; x++) {
        float total = 0;
        for (size_t i = 0; i < step_x; i++) total += sum[x * step_x + i];
        to[x] = total * mean;
      }
    }
    for (size_t x = whole; x < samples; x++) {
      float total = 0;
      for (size_t i = 0; i < step_x; i++) {
        const size_t from = x * step_x + i;
        total += sum[from < width ? from : width - 1];
      }
      to[x] = total * mean;
    }
  }
  if (!any) {
    memcpy(out, in, samples * 8 * sizeof(int16_t));
    return;
  }
  float reciprocal[64];
  for (int i = 0; i < 64; i++) reciprocal[i] = plan->quant[i] ? 1.0f / (float)plan->quant[i] : 0;
  for (size_t block = 0; block < wide; block++) {
    const float *difference = plane + block * 8;
    if (K(is_zero)(difference, samples)) memcpy(out + block * 64, in + block * 64, 64 * sizeof(int16_t));
    else K(edit_block)(difference, samples, plan, reciprocal, in + block * 64, out + block * 64);
  }
}

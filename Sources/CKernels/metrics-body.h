// Loops of PSNR-HVS-M, GMSD, CIEDE2000 and FLIP, included once for each instruction set.

// MARK: PSNR-HVS-M

// Orthonormal DCT-II down eight rows; rows of the basis are even or odd about their middle.
static inline __attribute__((always_inline)) void K(dct8)(const lanes in[8], lanes out[8]) {
  static const float basis[8][4] = {
    {0.353553391f, 0.353553391f, 0.353553391f, 0.353553391f},
    {0.490392640f, 0.415734806f, 0.277785117f, 0.097545161f},
    {0.461939766f, 0.191341716f, -0.191341716f, -0.461939766f},
    {0.415734806f, -0.097545161f, -0.490392640f, -0.277785117f},
    {0.353553391f, -0.353553391f, -0.353553391f, 0.353553391f},
    {0.277785117f, -0.490392640f, 0.097545161f, 0.415734806f},
    {0.191341716f, -0.461939766f, 0.461939766f, -0.191341716f},
    {0.097545161f, -0.277785117f, 0.415734806f, -0.490392640f},
  };
  lanes even[4], odd[4];
  for (int n = 0; n < 4; n++) {
    even[n] = in[n] + in[7 - n];
    odd[n] = in[n] - in[7 - n];
  }
  for (int k = 0; k < 8; k++) {
    const lanes *half = k & 1 ? odd : even;
    out[k] = basis[k][0] * half[0] + basis[k][1] * half[1] + basis[k][2] * half[2] + basis[k][3] * half[3];
  }
}

static inline __attribute__((always_inline)) void K(transpose8)(lanes *v) {
  lanes a[8], b[8];
  for (int i = 0; i < 4; i++) {
    a[2 * i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    a[2 * i + 1] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = 0; j < 2; j++) {
      b[i + j] = __builtin_shufflevector(a[i + j], a[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      b[i + j + 2] = __builtin_shufflevector(a[i + j], a[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    v[i] = __builtin_shufflevector(b[i], b[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    v[i + 4] = __builtin_shufflevector(b[i], b[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// The transposed spectrum of a block, and how strongly the block masks errors.
static inline __attribute__((always_inline)) float K(masking)(const float *samples, size_t stride,
                                                              const lanes masks[8], lanes spectrum[8]) {
  lanes rows[8], sums[2] = {{0}, {0}}, squares[2] = {{0}, {0}};
  for (int y = 0; y < 8; y++) {
    rows[y] = LOAD(samples + y * stride);
    sums[y / 4] += rows[y];
    squares[y / 4] += rows[y] * rows[y];
  }
  // Sums of squared deviations, of the whole block and of its quarters, times n / (n − 1).
  float total = 0, total_squares = 0, quarters = 0;
  for (int half = 0; half < 2; half++) {
    for (int side = 0; side < 2; side++) {
      float sum = 0, square = 0;
      for (int k = 0; k < 4; k++) {
        sum += sums[half][side * 4 + k];
        square += squares[half][side * 4 + k];
      }
      quarters += (square - sum * sum / 16) * (16 / 15.0f);
      total += sum;
      total_squares += square;
    }
  }
  float variance = (total_squares - total * total / 64) * (64 / 63.0f);
  lanes columns[8];
  K(dct8)(rows, columns);
  K(transpose8)(columns);
  K(dct8)(columns, spectrum);
  lanes weighted = {0};
  for (int k = 0; k < 8; k++) weighted += spectrum[k] * spectrum[k] * masks[k];
  float energy = 0;
  for (int k = 0; k < 8; k++) energy += weighted[k];
  return variance > 0 && quarters > 0 ? __builtin_elementwise_sqrt(energy * quarters / variance) / 32 : 0;
}

static void K(hvsm_sum)(const float *a, const float *b, size_t stride, size_t blocks, double *sum) {
  // The luminance table of JPEG (ITU-T T.81, K.1), transposed: sensitivity is 25.735 / q, masking (10 / q)².
  static const float table[64] = {
      16, 12, 14, 14, 18,  24,  49,  72, 11, 12, 13, 17, 22,  35,  64,  92, 10, 14, 16, 22,  37,  55,
      78, 95, 16, 19, 24,  29,  56,  64, 87, 98, 24, 26, 40,  51,  68,  81, 103, 112, 40, 58, 57, 87,
      109, 104, 121, 100, 51, 60, 69, 80, 103, 113, 120, 103, 61, 55, 56, 62, 77,  92, 101, 99,
  };
  lanes masks[8], weights[8];
  for (int k = 0; k < 8; k++) {
    lanes q = LOAD(table + 8 * k);
    weights[k] = 25.735091f / q;
    masks[k] = 100.0f / (q * q);
  }
  masks[0][0] = 0;
  for (size_t block = 0; block < blocks; block++) {
    lanes spectrum_a[8], spectrum_b[8];
    float mask_a = K(masking)(a + 8 * block, stride, masks, spectrum_a);
    float mask_b = K(masking)(b + 8 * block, stride, masks, spectrum_b);
    float mask = mask_a > mask_b ? mask_a : mask_b;
    lanes total = {0};
    for (int k = 0; k < 8; k++) {
      lanes threshold = mask / masks[k];
      if (k == 0) threshold[0] = 0;
      lanes seen = MAX(ABS(spectrum_a[k] - spectrum_b[k]) - threshold, (lanes){0}) * weights[k];
      total += seen * seen;
    }
    *sum += K(total)((const float *)&total);
  }
}

// MARK: GMSD

static inline __attribute__((always_inline)) float K(gradient)(const float *above, const float *at, const float *below,
                                                               size_t i) {
  float across = (above[i] + at[i] + below[i]) - (above[i + 2] + at[i + 2] + below[i + 2]);
  float down = (above[i] + above[i + 1] + above[i + 2]) - (below[i] + below[i + 1] + below[i + 2]);
  return __builtin_elementwise_sqrt(across * across + down * down) * (1 / 3.0f);
}

static void K(gms_sums)(const float *const a[3], const float *const b[3], float constant, size_t count,
                        double sums[2]) {
  float block[64];
  for (size_t start = 0; start < count; start += 64) {
    size_t n = count - start < 64 ? count - start : 64;
    const float *a0 = a[0] + start, *a1 = a[1] + start, *a2 = a[2] + start;
    const float *b0 = b[0] + start, *b1 = b[1] + start, *b2 = b[2] + start;
    _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < n; i++) {
      float ga = K(gradient)(a0, a1, a2, i);
      float gb = K(gradient)(b0, b1, b2, i);
      block[i] = (2 * ga * gb + constant) / (ga * ga + gb * gb + constant);
    }
    for (size_t i = 0; i < n; i++) {
      sums[0] += block[i];
      sums[1] += (double)block[i] * block[i];
    }
  }
}

// MARK: CIEDE2000

// e^x for x up to 80: powers of two, and a polynomial for the rest.
static inline __attribute__((always_inline)) float K(exponential)(float x) {
  float y = (x < -80 ? -80 : x) * 1.44269504089f;
  int32_t whole = (int32_t)(y < 0 ? y - 0.5f : y + 0.5f);
  float f = (y - (float)whole) * 0.69314718056f;
  float e = 1 + f * (1 + f * (1 / 2.0f + f * (1 / 6.0f + f * (1 / 24.0f + f * (1 / 120.0f + f * (1 / 720.0f))))));
  uint32_t bits = (uint32_t)(whole + 127) << 23;
  float power;
  memcpy(&power, &bits, 4);
  return e * power;
}

// The angle of (x, y) in degrees, 0…360; 0 at the origin. Within 0.001°.
static inline __attribute__((always_inline)) float K(angle)(float y, float x) {
  float ax = fabsf(x), ay = fabsf(y);
  float large = ax > ay ? ax : ay, small = ax > ay ? ay : ax;
  float t = small / (large > 1e-20f ? large : 1e-20f);
  float t2 = t * t;
  float v = t * (0.99997726f +
                 t2 * (-0.33262347f + t2 * (0.19354346f + t2 * (-0.11643287f + t2 * (0.05265332f - t2 * 0.01172120f)))));
  v = v * 57.2957795f;
  v = ay > ax ? 90 - v : v;
  v = x < 0 ? 180 - v : v;
  return y < 0 ? 360 - v : v;
}

// √(c⁷ / (c⁷ + 25⁷)).
static inline __attribute__((always_inline)) float K(chroma_weight)(float c) {
  float r = c * 0.04f;
  float r2 = r * r;
  float r7 = r2 * r2 * r2 * r;
  return __builtin_elementwise_sqrt(r7 / (r7 + 1));
}

static void K(ciede2000)(const float *const a[3], const float *const b[3], float *out, size_t count) {
  const float *l1 = a[0], *a1 = a[1], *b1 = a[2], *l2 = b[0], *a2 = b[1], *b2 = b[2];
  EACH {
    float c = 0.5f * (__builtin_elementwise_sqrt(a1[i] * a1[i] + b1[i] * b1[i]) +
                      __builtin_elementwise_sqrt(a2[i] * a2[i] + b2[i] * b2[i]));
    float g = 1.5f - 0.5f * K(chroma_weight)(c);
    float ap1 = a1[i] * g, ap2 = a2[i] * g;
    float c1 = __builtin_elementwise_sqrt(ap1 * ap1 + b1[i] * b1[i]);
    float c2 = __builtin_elementwise_sqrt(ap2 * ap2 + b2[i] * b2[i]);
    // Unit vectors of the hues; none for greys, whose hue takes no part.
    float inverse1 = c1 > 1e-10f ? 1 / c1 : 0, inverse2 = c2 > 1e-10f ? 1 / c2 : 0;
    float x1 = ap1 * inverse1, y1 = b1[i] * inverse1, x2 = ap2 * inverse2, y2 = b2[i] * inverse2;
    // Difference of hues: sine from differences of samples, so that it keeps its precision where they are small.
    float sine = (ap1 * (b2[i] - b1[i]) - b1[i] * (ap2 - ap1)) * inverse1 * inverse2;
    float cosine = x1 * x2 + y1 * y2;
    float near = sine / __builtin_elementwise_sqrt(2 * (1 + (cosine > 0 ? cosine : 0)));
    float far = copysignf(__builtin_elementwise_sqrt(0.5f * (1 - (cosine < 1 ? cosine : 1))), sine);
    float dh = 2 * __builtin_elementwise_sqrt(c1 * c2) * (cosine > 0 ? near : far);
    // Mean hue: along the sum of the unit vectors.
    float x = x1 + x2, y = y1 + y2;
    float length = __builtin_elementwise_sqrt(x * x + y * y);
    float inverse = length > 1e-6f ? 1 / length : 0;
    float hue = K(angle)(y, x);
    float cos1 = length > 1e-6f ? x * inverse : 1, sin1 = y * inverse;
    float cos2 = cos1 * cos1 - sin1 * sin1, sin2 = 2 * sin1 * cos1;
    float cos3 = cos2 * cos1 - sin2 * sin1, sin3 = sin2 * cos1 + cos2 * sin1;
    float cos4 = cos2 * cos2 - sin2 * sin2, sin4 = 2 * sin2 * cos2;
    // 1 − 0.17 cos(h − 30°) + 0.24 cos 2h + 0.32 cos(3h + 6°) − 0.20 cos(4h − 63°).
    float t = 1 - 0.17f * (0.866025404f * cos1 + 0.5f * sin1) + 0.24f * cos2 +
              0.32f * (0.994521895f * cos3 - 0.104528463f * sin3) - 0.20f * (0.453990500f * cos4 + 0.891006524f * sin4);
    float lm = 0.5f * (l1[i] + l2[i]) - 50;
    float cm = 0.5f * (c1 + c2);
    float sl = 1 + 0.015f * lm * lm / __builtin_elementwise_sqrt(20 + lm * lm);
    float sc = 1 + 0.045f * cm;
    float sh = 1 + 0.015f * cm * t;
    float away = (hue - 275) * (1 / 25.0f);
    float w = 1.04719755f * K(exponential)(-away * away);
    float w2 = w * w;
    float sin_w = w * (1 - w2 * (1 / 6.0f - w2 * (1 / 120.0f - w2 * (1 / 5040.0f - w2 * (1 / 362880.0f)))));
    float rt = -2 * K(chroma_weight)(cm) * sin_w;
    float dl = (l2[i] - l1[i]) / sl, dc = (c2 - c1) / sc;
    dh /= sh;
    float square = dl * dl + dc * dc + dh * dh + rt * dc * dh;
    out[i] = __builtin_elementwise_sqrt(square > 0 ? square : 0);
  }
}

// MARK: FLIP

static void K(flip_opponents)(const float *const rgb[3], float *y, float *cx, float *cz, size_t count) {
  const float *r = rgb[0], *g = rgb[1], *b = rgb[2];
  EACH {
    // XYZ relative to the white of sRGB.
    float xn = 0.43389539f * r[i] + 0.37624237f * g[i] + 0.18986224f * b[i];
    float yn = 0.21263682f * r[i] + 0.71518298f * g[i] + 0.07218020f * b[i];
    float zn = 0.01775242f * r[i] + 0.10946563f * g[i] + 0.87278195f * b[i];
    y[i] = 116 * yn - 16;
    cx[i] = 500 * (xn - yn);
    cz[i] = 200 * (yn - zn);
  }
}

static inline __attribute__((always_inline)) float K(clamp01)(float v) { return v < 0 ? 0 : v > 1 ? 1 : v; }

static void K(flip_lab)(const float *const opponents[3], float *l, float *a, float *b, size_t count) {
  const float *oy = opponents[0], *ox = opponents[1], *oz = opponents[2];
  EACH {
    float yn = (oy[i] + 16) * (1 / 116.0f);
    float xn = yn + ox[i] * (1 / 500.0f);
    float zn = yn - oz[i] * (1 / 200.0f);
    float red = K(clamp01)(3.08034199f * xn - 1.53739897f * yn - 0.54294302f * zn);
    float green = K(clamp01)(-0.92117840f * xn + 1.87592998f * yn + 0.04524841f * zn);
    float blue = K(clamp01)(0.05288129f * xn - 0.20401121f * yn + 1.15112991f * zn);
    float fx = K(lab_curve)(0.43389539f * red + 0.37624237f * green + 0.18986224f * blue);
    float fy = K(lab_curve)(0.21263682f * red + 0.71518298f * green + 0.07218020f * blue);
    float fz = K(lab_curve)(0.01775242f * red + 0.10946563f * green + 0.87278195f * blue);
    float lightness = 116 * fy - 16;
    l[i] = lightness;
    a[i] = 0.01f * lightness * (500 * (fx - fy));
    b[i] = 0.01f * lightness * (200 * (fy - fz));
  }
}

static void K(flip_error)(const float *const lab_a[3], const float *const lab_b[3], const float *const features_a[4],
                          const float *const features_b[4], float *out, size_t count) {
  const float *l1 = lab_a[0], *a1 = lab_a[1], *b1 = lab_a[2], *l2 = lab_b[0], *a2 = lab_b[1], *b2 = lab_b[2];
  const float *ex1 = features_a[0], *ey1 = features_a[1], *px1 = features_a[2], *py1 = features_a[3];
  const float *ex2 = features_b[0], *ey2 = features_b[1], *px2 = features_b[2], *py2 = features_b[3];
  // The largest difference, between green and blue, to the power 0.7; smaller ones than 0.4 of it take 0.95 of the scale.
  const float largest = 41.2760984f, knee = 0.4f * 41.2760984f;
  EACH {
    float da = a1[i] - a2[i], db = b1[i] - b2[i];
    float hyab = fabsf(l1[i] - l2[i]) + __builtin_elementwise_sqrt(da * da + db * db);
    float colour = hyab > 1e-30f ? K(exponential)(0.7f * K(logarithm)(hyab > 1e-30f ? hyab : 1e-30f)) : 0;
    colour = colour < knee ? 0.95f / knee * colour : 0.95f + (colour - knee) / (largest - knee) * 0.05f;
    float edge = fabsf(__builtin_elementwise_sqrt(ex1[i] * ex1[i] + ey1[i] * ey1[i]) -
                       __builtin_elementwise_sqrt(ex2[i] * ex2[i] + ey2[i] * ey2[i]));
    float point = fabsf(__builtin_elementwise_sqrt(px1[i] * px1[i] + py1[i] * py1[i]) -
                        __builtin_elementwise_sqrt(px2[i] * px2[i] + py2[i] * py2[i]));
    float feature = __builtin_elementwise_sqrt((edge > point ? edge : point) * 0.707106781f);
    float exponent = 1 - (feature < 1 ? feature : 1);
    out[i] = colour > 1e-30f ? K(exponential)(exponent * K(logarithm)(colour > 1e-30f ? colour : 1e-30f)) : 0;
  }
}

// Rows of interleaved samples to and from rows of floats, included once for each instruction set.

#define UNPACK(NAME, SAMPLE, MAX)                                                                                 \
  static void K(NAME)(const SAMPLE *restrict in, int channels, int planes, float *restrict out0, float *restrict out1,        \
            float *restrict out2, size_t count) {                                                                 \
    if (planes == 3 && channels == 3) {                                                                           \
      for (size_t x = 0; x < count; x++) {                                                                        \
        out0[x] = (float)in[3 * x] / MAX;                                                                         \
        out1[x] = (float)in[3 * x + 1] / MAX;                                                                     \
        out2[x] = (float)in[3 * x + 2] / MAX;                                                                     \
      }                                                                                                           \
    } else if (planes == 3 && channels == 4) {                                                                    \
      for (size_t x = 0; x < count; x++) {                                                                        \
        out0[x] = (float)in[4 * x] / MAX;                                                                         \
        out1[x] = (float)in[4 * x + 1] / MAX;                                                                     \
        out2[x] = (float)in[4 * x + 2] / MAX;                                                                     \
      }                                                                                                           \
    } else {                                                                                                      \
      for (size_t x = 0; x < count; x++) out0[x] = (float)in[(size_t)channels * x] / MAX;                         \
    }                                                                                                             \
  }

static void K(look_up_u8)(const uint8_t *restrict in, int channels, int planes, const float *restrict table,
                   float *restrict out0, float *restrict out1, float *restrict out2, size_t count) {
  const size_t step = (size_t)channels;
  for (size_t x = 0; x < count; x++) {
    out0[x] = table[in[step * x]];
    if (planes == 3) {
      out1[x] = table[in[step * x + 1]];
      out2[x] = table[in[step * x + 2]];
    }
  }
}

UNPACK(unpack_u8, uint8_t, 255.0f)
UNPACK(unpack_u16, uint16_t, 65535.0f)

// A change that is not a number changes nothing. Rounds to whole levels, ties to even: adding and taking away 1.5 * 2^23 does
// that below 2^22, and unlike rintf it is not a call where there is no SSE 4.
static inline int K(step)(float change, float scale, int epsilon) {
  float level = change * scale;
  const float limit = (float)epsilon, whole = 12582912.0f;
  level = level == level ? level : 0;
  level = level < limit ? level : limit;
  level = level > -limit ? level : -limit;
  return (int)((level + whole) - whole);
}

#define ADD(NAME, SAMPLE, MAX)                                                                                    \
  static inline SAMPLE K(NAME##_one)(SAMPLE old, float change, float scale, int epsilon) {                           \
    int value = (int)old + K(step)(change, scale, epsilon);                                                          \
    value = value < 0 ? 0 : value;                                                                                \
    return (SAMPLE)(value > MAX ? MAX : value);                                                                   \
  }                                                                                                               \
  static void K(NAME)(SAMPLE *restrict samples, int channels, int planes, int alpha, const float *restrict change0,         \
            const float *restrict change1, const float *restrict change2, float scale, int epsilon,               \
            size_t count) {                                                                                       \
    if (planes == 3 && channels == 3) {                                                                           \
      for (size_t x = 0; x < count; x++) {                                                                        \
        samples[3 * x] = K(NAME##_one)(samples[3 * x], change0[x], scale, epsilon);                                  \
        samples[3 * x + 1] = K(NAME##_one)(samples[3 * x + 1], change1[x], scale, epsilon);                          \
        samples[3 * x + 2] = K(NAME##_one)(samples[3 * x + 2], change2[x], scale, epsilon);                          \
      }                                                                                                           \
      return;                                                                                                     \
    }                                                                                                             \
    for (size_t x = 0; x < count; x++) {                                                                          \
      SAMPLE *pixel = samples + (size_t)channels * x;                                                             \
      if (alpha >= 0 && pixel[alpha] == 0) continue;                                                              \
      pixel[0] = K(NAME##_one)(pixel[0], change0[x], scale, epsilon);                                                \
      if (planes == 3) {                                                                                          \
        pixel[1] = K(NAME##_one)(pixel[1], change1[x], scale, epsilon);                                              \
        pixel[2] = K(NAME##_one)(pixel[2], change2[x], scale, epsilon);                                              \
      }                                                                                                           \
    }                                                                                                             \
  }

ADD(add_u8, uint8_t, 255)
ADD(add_u16, uint16_t, 65535)

static inline uint16_t K(shifted)(uint16_t old, float change, float scale) {
  float value = rintf((float)old + change * scale);
  value = value == value ? value : (float)old;
  value = value > 0 ? value : 0;
  return (uint16_t)(value < 65535 ? value : 65535);
}

static void K(shift_u16)(const uint16_t *restrict in, uint16_t *restrict out, const float *restrict change0,
                       const float *restrict change1, const float *restrict change2, float scale, size_t count) {
  for (size_t x = 0; x < count; x++) {
    out[3 * x] = K(shifted)(in[3 * x], change0[x], scale);
    out[3 * x + 1] = K(shifted)(in[3 * x + 1], change1[x], scale);
    out[3 * x + 2] = K(shifted)(in[3 * x + 2], change2[x], scale);
  }
}

static void K(difference_u16)(const uint16_t *restrict to, const uint16_t *restrict from, float *restrict out0,
                            float *restrict out1, float *restrict out2, size_t count) {
  const float scale = 1.0f / 65535.0f;
  for (size_t x = 0; x < count; x++) {
    out0[x] = (float)((int)to[3 * x] - (int)from[3 * x]) * scale;
    out1[x] = (float)((int)to[3 * x + 1] - (int)from[3 * x + 1]) * scale;
    out2[x] = (float)((int)to[3 * x + 2] - (int)from[3 * x + 2]) * scale;
  }
}

#undef UNPACK
#undef ADD

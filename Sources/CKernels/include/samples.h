#ifndef CKERNELS_SAMPLES_H
#define CKERNELS_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

// Rows of interleaved samples to and from rows of float planes. All work on one row of `count` pixels.

// out[c][x] = table[in[x × channels + c]], for the first `planes` channels (1 or 3) of `channels` of at least as many.
void ck_look_up_u8(const uint8_t *in, int channels, int planes, const float *table, float *out0, float *out1, float *out2,
                   size_t count);

// out[c][x] = in[x × channels + c] / 255 (or 65535), for the first `planes` channels (1 or 3).
void ck_unpack_u8(const uint8_t *in, int channels, int planes, float *out0, float *out1, float *out2,
                       size_t count);
void ck_unpack_u16(const uint16_t *in, int channels, int planes, float *out0, float *out1, float *out2,
                        size_t count);

// Adds round(change × scale), limited to ±epsilon levels and to the range of the samples, to the first `planes`
// channels. `alpha` is the channel that is left alone and that, where 0, leaves the whole pixel alone; −1 for none.
void ck_add_u8(uint8_t *samples, int channels, int planes, int alpha, const float *change0, const float *change1,
                    const float *change2, float scale, int epsilon, size_t count);
void ck_add_u16(uint16_t *samples, int channels, int planes, int alpha, const float *change0,
                     const float *change1, const float *change2, float scale, int epsilon, size_t count);

// out[x] = clamp(in[x] + change × scale, 0…65535) rounded, for three interleaved channels.
void ck_shift_u16(const uint16_t *in, uint16_t *out, const float *change0, const float *change1,
                       const float *change2, float scale, size_t count);

// out[c][x] = (to[x × 3 + c] − from[x × 3 + c]) / 65535.
void ck_difference_u16(const uint16_t *to, const uint16_t *from, float *out0, float *out1, float *out2,
                            size_t count);

#endif

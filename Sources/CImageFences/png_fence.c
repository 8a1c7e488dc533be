#include "png_fence.h"

#include <libdeflate.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  png_structp png;
  png_infop info;
  lacquer_log *log;
  const uint8_t *next;
  size_t left;
  uint8_t *out;
  size_t out_count, out_capacity;
  png_bytep *rows;
} fence;

static void on_error(png_structp png, png_const_charp text) {
  fence *f = png_get_error_ptr(png);
  lacquer_log_set_error(f->log, text);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  fence *f = png_get_error_ptr(png);
  lacquer_log_add_warning(f->log, text);
}

static void on_read(png_structp png, png_bytep to, size_t count) {
  fence *f = png_get_io_ptr(png);
  if (count > f->left) png_error(png, "file is truncated");
  memcpy(to, f->next, count);
  f->next += count;
  f->left -= count;
}

static void on_write(png_structp png, png_bytep from, size_t count) {
  fence *f = png_get_io_ptr(png);
  if (count > f->out_capacity - f->out_count) {
    size_t capacity = f->out_capacity * 2 + count + 65536;
    uint8_t *grown = realloc(f->out, capacity);
    if (!grown) png_error(png, "out of memory");
    f->out = grown;
    f->out_capacity = capacity;
  }
  memcpy(f->out + f->out_count, from, count);
  f->out_count += count;
}

static void on_flush(png_structp png) { (void)png; }

// On the heap, so that nothing of it is indeterminate after a longjmp.
static fence *open_fence(lacquer_log *log) {
  fence *f = calloc(1, sizeof(fence));
  if (f) f->log = log;
  else lacquer_log_set_error(log, "out of memory");
  return f;
}

static int close_reader(fence *f, int ok) {
  if (f->png) png_destroy_read_struct(&f->png, &f->info, NULL);
  free(f->rows);
  free(f);
  return ok;
}

static int open_reader(fence *f, const uint8_t *bytes, size_t count, lacquer_png_limits limits) {
  f->next = bytes;
  f->left = count;
  f->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, f, on_error, on_warning);
  if (f->png) f->info = png_create_info_struct(f->png);
  if (!f->info) {
    lacquer_log_set_error(f->log, "out of memory");
    return 0;
  }
  png_set_read_fn(f->png, f, on_read);
  png_set_user_limits(f->png, limits.max_pixels_per_side, limits.max_pixels_per_side);
  png_set_chunk_malloc_max(f->png, limits.max_chunk_bytes);
  // Text is kept by the caller as raw bytes: libpng only has to check its sums, not to inflate it.
  static const png_byte text_chunks[] = "tEXt\0zTXt\0iTXt";
  png_set_keep_unknown_chunks(f->png, PNG_HANDLE_CHUNK_NEVER, text_chunks, 3);
  return 1;
}

static void fill_info(fence *f, lacquer_png_info *info) {
  int interlace = 0;
  png_get_IHDR(f->png, f->info, &info->width, &info->height, &info->bit_depth, &info->colour_type, &interlace, NULL,
               NULL);
  info->interlaced = interlace != PNG_INTERLACE_NONE;
  png_colorp palette = NULL;
  int entries = 0;
  if (info->colour_type == PNG_COLOR_TYPE_PALETTE && png_get_PLTE(f->png, f->info, &palette, &entries)) {
    info->palette_count = entries > 256 ? 256 : entries;
    for (int i = 0; i < info->palette_count; i++) {
      info->palette[i][0] = palette[i].red;
      info->palette[i][1] = palette[i].green;
      info->palette[i][2] = palette[i].blue;
    }
  }
  png_bytep alphas = NULL;
  int alpha_count = 0;
  png_color_16p key = NULL;
  int transparent = 0;
  if (png_get_tRNS(f->png, f->info, &alphas, &alpha_count, &key)) {
    if (info->colour_type == PNG_COLOR_TYPE_PALETTE) {
      info->alpha_count = alpha_count > 256 ? 256 : alpha_count;
      memcpy(info->alphas, alphas, (size_t)info->alpha_count);
      transparent = info->alpha_count > 0;
    } else if (key) {
      const int mask = (1 << info->bit_depth) - 1;
      info->has_key = transparent = 1;
      if (info->colour_type == PNG_COLOR_TYPE_GRAY) {
        info->key[0] = info->key[1] = info->key[2] = key->gray & mask;
      } else {
        info->key[0] = key->red & mask;
        info->key[1] = key->green & mask;
        info->key[2] = key->blue & mask;
      }
    }
  }
  info->channels = (info->colour_type & PNG_COLOR_MASK_COLOR ? 3 : 1) +
                   ((info->colour_type & PNG_COLOR_MASK_ALPHA) || transparent ? 1 : 0);
  info->sample_bytes = info->bit_depth == 16 ? 2 : 1;
}

int lacquer_png_header(const uint8_t *bytes, size_t count, lacquer_png_limits limits, lacquer_png_info *info,
                       lacquer_log *log) {
  memset(info, 0, sizeof *info);
  fence *f = open_fence(log);
  if (!f) return 0;
  if (!open_reader(f, bytes, count, limits)) return close_reader(f, 0);
  if (setjmp(png_jmpbuf(f->png))) return close_reader(f, 0);
  png_read_info(f->png, f->info);
  fill_info(f, info);
  return close_reader(f, 1);
}

int lacquer_png_decode(const uint8_t *bytes, size_t count, lacquer_png_limits limits, uint8_t *out, size_t out_count,
                       lacquer_log *log) {
  fence *f = open_fence(log);
  if (!f) return 0;
  if (!open_reader(f, bytes, count, limits)) return close_reader(f, 0);
  if (setjmp(png_jmpbuf(f->png))) return close_reader(f, 0);
  png_read_info(f->png, f->info);
  png_set_expand(f->png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  png_set_swap(f->png);
#endif
  png_set_interlace_handling(f->png);
  png_read_update_info(f->png, f->info);
  const size_t stride = png_get_rowbytes(f->png, f->info);
  const size_t height = png_get_image_height(f->png, f->info);
  if (stride == 0 || stride * height != out_count) png_error(f->png, "picture has another size than its header");
  f->rows = malloc(height * sizeof(png_bytep));
  if (!f->rows) png_error(f->png, "out of memory");
  for (size_t y = 0; y < height; y++) f->rows[y] = out + y * stride;
  png_read_image(f->png, f->rows);
  png_read_end(f->png, f->info);
  return close_reader(f, 1);
}

static int close_writer(fence *f, int ok) {
  if (f->png) png_destroy_write_struct(&f->png, &f->info);
  free(f->out);
  free(f->rows);
  free(f);
  return ok;
}

static uint32_t big_endian(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint8_t *put_big_endian(uint8_t *at, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) *at++ = (uint8_t)(value >> shift);
  return at;
}

// Brings the contents of a PNG file's IDAT chunks together where the first of them begins, and returns how many bytes they
// are; 0 where there is none.
static size_t gather_chunks(uint8_t *file, size_t count, size_t *first) {
  size_t used = 0;
  *first = 0;
  for (size_t in = 8; in + 12 <= count;) {
    const size_t length = big_endian(file + in);
    if (length > count - in - 12) return 0;
    if (memcmp(file + in + 4, "IDAT", 4) == 0) {
      if (*first == 0) *first = in;
      memmove(file + *first + used, file + in + 8, length);
      used += length;
    }
    in += length + 12;
  }
  return used;
}

// Brings the contents of a zlib stream together that was not compressed: stored blocks (RFC 1951, 3.2.4), each after a header
// of five bytes. Returns how many bytes they are; 0 for any other stream.
static size_t gather_blocks(uint8_t *stream, size_t count) {
  size_t used = 0;
  for (size_t in = 2; in + 5 <= count;) {
    const int kind = stream[in];
    const size_t length = (size_t)(stream[in + 1] | stream[in + 2] << 8);
    if (kind > 1 || length > count - in - 5) return 0;
    memmove(stream + used, stream + in + 5, length);
    used += length;
    if (kind == 1) return used;
    in += length + 5;
  }
  return 0;
}

// Compresses what libpng wrote uncompressed. libpng knows the filters, depths and passes of PNG, and libdeflate compresses
// three times as fast as the zlib that it is bound to.
static int compress_file(fence *f, int level, uint8_t **out, size_t *out_count) {
  size_t first;
  const size_t stored = gather_chunks(f->out, f->out_count, &first);
  uint8_t *rows = f->out + first;
  const size_t count = gather_blocks(rows, stored);
  if (count == 0) {
    lacquer_log_set_error(f->log, "libpng wrote no stored blocks");
    return 0;
  }
  struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
  const size_t bound = libdeflate_zlib_compress_bound(compressor, count);
  uint8_t *file = compressor ? malloc(first + bound + 24) : NULL;
  if (!file) {
    libdeflate_free_compressor(compressor);
    lacquer_log_set_error(f->log, "out of memory");
    return 0;
  }
  memcpy(file, f->out, first);
  uint8_t *data = file + first + 8;
  const size_t length = libdeflate_zlib_compress(compressor, rows, count, data, bound);
  libdeflate_free_compressor(compressor);
  // The length of a chunk has 31 bits.
  if (length == 0 || length > 0x7fffffff) {
    free(file);
    lacquer_log_set_error(f->log, "the picture is too large for a PNG");
    return 0;
  }
  memcpy(put_big_endian(file + first, (uint32_t)length), "IDAT", 4);
  uint8_t *end = put_big_endian(data + length, libdeflate_crc32(0, data - 4, length + 4));
  memcpy(put_big_endian(end, 0), "IEND", 4);
  put_big_endian(end + 8, libdeflate_crc32(0, end + 4, 4));
  *out_count = (size_t)(end + 12 - file);
  uint8_t *fitting = realloc(file, *out_count);
  *out = fitting ? fitting : file;
  return 1;
}

int lacquer_png_encode(const lacquer_png_info *info, const uint8_t *samples, size_t count, int level, int filters,
                       uint8_t **out, size_t *out_count, lacquer_log *log) {
  *out = NULL;
  *out_count = 0;
  const size_t stride = (size_t)info->width * (size_t)(info->channels * info->sample_bytes);
  if (stride * info->height != count) {
    lacquer_log_set_error(log, "samples do not fill the picture");
    return 0;
  }
  fence *f = open_fence(log);
  if (!f) return 0;
  f->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, f, on_error, on_warning);
  if (f->png) f->info = png_create_info_struct(f->png);
  if (!f->info) {
    lacquer_log_set_error(log, "out of memory");
    return close_writer(f, 0);
  }
  if (setjmp(png_jmpbuf(f->png))) return close_writer(f, 0);
  png_set_write_fn(f->png, f, on_write, on_flush);
  // Pictures up to 100 Mpx in one row are legal; libpng's own limit of a million per side is not ours.
  png_set_user_limits(f->png, 0x7fffffff, 0x7fffffff);
  png_set_compression_level(f->png, 0);
  png_set_compression_buffer_size(f->png, 1 << 18);
  png_set_filter(f->png, PNG_FILTER_TYPE_BASE, filters);
  png_set_IHDR(f->png, f->info, info->width, info->height, info->bit_depth, info->colour_type,
               info->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
               PNG_FILTER_TYPE_BASE);
  if (info->colour_type == PNG_COLOR_TYPE_PALETTE) {
    png_color palette[256];
    for (int i = 0; i < info->palette_count; i++) {
      palette[i].red = info->palette[i][0];
      palette[i].green = info->palette[i][1];
      palette[i].blue = info->palette[i][2];
    }
    png_set_PLTE(f->png, f->info, palette, info->palette_count);
    if (info->alpha_count > 0) png_set_tRNS(f->png, f->info, info->alphas, info->alpha_count, NULL);
  } else if (info->has_key) {
    png_color_16 key = {0, info->key[0], info->key[1], info->key[2], info->key[0]};
    png_set_tRNS(f->png, f->info, NULL, 0, &key);
  }
  png_write_info(f->png, f->info);
  if (info->bit_depth < 8) png_set_packing(f->png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (info->bit_depth == 16) png_set_swap(f->png);
#endif
  f->rows = malloc(info->height * sizeof(png_bytep));
  if (!f->rows) png_error(f->png, "out of memory");
  for (size_t y = 0; y < info->height; y++) f->rows[y] = (png_bytep)(samples + y * stride);
  png_write_image(f->png, f->rows);
  png_write_end(f->png, NULL);
  return close_writer(f, compress_file(f, level, out, out_count));
}

// TIFF files through libtiff, whose interface has been the same since 4.0. Rows and tiles are taken as they are stored; only
// the colours of JPEG inside TIFF are converted by the library.
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "dynamic_library.h"
#include "foreign_internal.h"

typedef void *tiff;
typedef void (*tiff_handler)(const char *module, const char *format, va_list arguments);

static struct {
  tiff (*open)(const char *name, const char *mode, void *data, ssize_t (*read)(void *, void *, ssize_t),
               ssize_t (*write)(void *, void *, ssize_t), uint64_t (*seek)(void *, uint64_t, int),
               int (*close)(void *), uint64_t (*size)(void *), int (*map)(void *, void **, uint64_t *),
               void (*unmap)(void *, void *, uint64_t));
  void (*close)(tiff);
  int (*get_field)(tiff, uint32_t tag, ...);
  int (*get_field_defaulted)(tiff, uint32_t tag, ...);
  int (*set_field)(tiff, uint32_t tag, ...);
  int (*read_directory)(tiff);
  int (*set_directory)(tiff, uint16_t index);
  int (*is_tiled)(tiff);
  ssize_t (*tile_size)(tiff);
  ssize_t (*tile_row_size)(tiff);
  ssize_t (*strip_size)(tiff);
  ssize_t (*scanline_size)(tiff);
  uint32_t (*compute_tile)(tiff, uint32_t x, uint32_t y, uint32_t z, uint16_t sample);
  uint32_t (*compute_strip)(tiff, uint32_t row, uint16_t sample);
  ssize_t (*read_tile)(tiff, uint32_t tile, void *buffer, ssize_t size);
  ssize_t (*read_strip)(tiff, uint32_t strip, void *buffer, ssize_t size);
  tiff_handler (*set_error_handler)(tiff_handler);
  tiff_handler (*set_warning_handler)(tiff_handler);
  bool is_open;
} library;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local char last_error[160];

enum {
  SUBFILE = 254, WIDTH = 256, HEIGHT = 257, BITS = 258, COMPRESSION = 259, PHOTOMETRIC = 262, ORIENTATION = 274,
  SAMPLES = 277, ROWS_PER_STRIP = 278, PLANAR = 284, COLOR_MAP = 320, TILE_WIDTH = 322, TILE_HEIGHT = 323, INK_SET = 332,
  EXTRA_SAMPLES = 338, SAMPLE_FORMAT = 339, XMP = 700, RESOURCES = 34377, ICC = 34675, DNG_VERSION = 50706,
  JPEG_COLOR_MODE = 65538,
  COMPRESSION_JPEG = 7, REDUCED_OR_MASK = 1 | 4,
  MIN_IS_WHITE = 0, MIN_IS_BLACK = 1, RGB = 2, PALETTE = 3, SEPARATED = 5, YCBCR = 6,
};

static void keep_error(const char *module, const char *format, va_list arguments) {
  (void)module;
  vsnprintf(last_error, sizeof last_error, format, arguments);
}

static void ignore(const char *module, const char *format, va_list arguments) {
  (void)module;
  (void)format;
  (void)arguments;
}

bool lacquer_tiff_open(const char *const *candidates) {
  pthread_mutex_lock(&mutex);
  if (!library.is_open) {
    const lacquer_symbol symbols[] = {
        {"TIFFClientOpen", &library.open},
        {"TIFFClose", &library.close},
        {"TIFFGetField", &library.get_field},
        {"TIFFGetFieldDefaulted", &library.get_field_defaulted},
        {"TIFFSetField", &library.set_field},
        {"TIFFReadDirectory", &library.read_directory},
        {"TIFFSetDirectory", &library.set_directory},
        {"TIFFIsTiled", &library.is_tiled},
        {"TIFFTileSize", &library.tile_size},
        {"TIFFTileRowSize", &library.tile_row_size},
        {"TIFFStripSize", &library.strip_size},
        {"TIFFScanlineSize", &library.scanline_size},
        {"TIFFComputeTile", &library.compute_tile},
        {"TIFFComputeStrip", &library.compute_strip},
        {"TIFFReadEncodedTile", &library.read_tile},
        {"TIFFReadEncodedStrip", &library.read_strip},
        {"TIFFSetErrorHandler", &library.set_error_handler},
        {"TIFFSetWarningHandler", &library.set_warning_handler},
    };
    library.is_open = lacquer_foreign_open(candidates, symbols, sizeof symbols / sizeof *symbols);
    if (library.is_open) {
      library.set_error_handler(keep_error);
      library.set_warning_handler(ignore);
    }
  }
  const bool is_open = library.is_open;
  pthread_mutex_unlock(&mutex);
  return is_open;
}

// A file in memory.

typedef struct {
  const uint8_t *bytes;
  uint64_t count;
  uint64_t at;
} memory;

static ssize_t memory_read(void *data, void *buffer, ssize_t size) {
  memory *m = data;
  if (size < 0 || m->at >= m->count) return 0;
  const uint64_t left = m->count - m->at;
  const size_t taken = (uint64_t)size < left ? (size_t)size : (size_t)left;
  memcpy(buffer, m->bytes + m->at, taken);
  m->at += taken;
  return (ssize_t)taken;
}

static ssize_t memory_write(void *data, void *buffer, ssize_t size) {
  (void)data;
  (void)buffer;
  (void)size;
  return -1;
}

static uint64_t memory_seek(void *data, uint64_t offset, int from) {
  memory *m = data;
  m->at = from == SEEK_SET ? offset : (from == SEEK_CUR ? m->at : m->count) + offset;
  return m->at;
}

static int memory_close(void *data) {
  (void)data;
  return 0;
}

static uint64_t memory_size(void *data) { return ((memory *)data)->count; }

static int memory_map(void *data, void **base, uint64_t *size) {
  (void)data;
  (void)base;
  (void)size;
  return 0;
}

static void memory_unmap(void *data, void *base, uint64_t size) {
  (void)data;
  (void)base;
  (void)size;
}

// What the directory of the picture says.
typedef struct {
  uint16_t bits, samples, photometric, planar, compression;
  // Samples that are taken of each pixel, alpha included.
  int wanted;
  bool has_alpha, is_premultiplied;
  uint16_t *map[3];
  // Palettes of old writers hold 8 bits, those of all others 16.
  int map_shift;
} layout;

static lacquer_foreign_result refuse(char **message, const char *why) {
  *message = lacquer_message("%s", why);
  return LACQUER_FOREIGN_UNSUPPORTED;
}

static lacquer_foreign_result describe(tiff file, lacquer_foreign_picture *picture, layout *l, char **message) {
  uint16_t format = 1, orientation = 1, extra = 0, ink_set = 1, *extras = NULL;
  uint32_t subfile = 0;
  const void *version = NULL;
  if (!library.get_field(file, WIDTH, &picture->width) || !library.get_field(file, HEIGHT, &picture->height) ||
      !library.get_field(file, PHOTOMETRIC, &l->photometric)) {
    *message = lacquer_message("it does not say what it holds");
    return LACQUER_FOREIGN_DAMAGED;
  }
  library.get_field_defaulted(file, BITS, &l->bits);
  library.get_field_defaulted(file, SAMPLES, &l->samples);
  library.get_field_defaulted(file, PLANAR, &l->planar);
  library.get_field_defaulted(file, COMPRESSION, &l->compression);
  library.get_field_defaulted(file, SAMPLE_FORMAT, &format);
  library.get_field_defaulted(file, ORIENTATION, &orientation);
  library.get_field_defaulted(file, EXTRA_SAMPLES, &extra, &extras);
  library.get_field_defaulted(file, INK_SET, &ink_set);
  library.get_field_defaulted(file, SUBFILE, &subfile);
  if ((subfile & REDUCED_OR_MASK) != 0 || library.get_field(file, DNG_VERSION, &version))
    return refuse(message, "a camera raw file: develop it first");
  if (format != 1 && format != 4) return refuse(message, "a TIFF of floating-point or signed samples: save it with 8 or 16 bits");
  picture->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  if (l->photometric == YCBCR) {
    if (l->compression != COMPRESSION_JPEG) return refuse(message, "a TIFF in YCbCr without JPEG: save it as RGB");
    library.set_field(file, JPEG_COLOR_MODE, 1);
  }
  int colours;
  switch (l->photometric) {
  case MIN_IS_WHITE:
  case MIN_IS_BLACK: colours = 1; break;
  case RGB:
  case YCBCR: colours = 3; break;
  case PALETTE: colours = 1; break;
  case SEPARATED: colours = 4; break;
  default: return refuse(message, "a TIFF of a kind of colour that is not handled (CIELAB, camera raw, ...): save it as RGB");
  }
  if (l->photometric == SEPARATED && ink_set != 1) return refuse(message, "a TIFF of other inks than CMYK: save it as RGB");
  const bool is_small = l->bits == 1 || l->bits == 2 || l->bits == 4;
  if (!(l->bits == 8 || l->bits == 16 || (is_small && l->samples == 1 && colours == 1)) || (l->photometric == PALETTE && l->bits > 8))
    return refuse(message, "a TIFF with other samples than of 8 or 16 bits: save it with one of these");
  if (l->samples < colours) {
    *message = lacquer_message("it has %d samples a pixel where its colours need %d", (int)l->samples, colours);
    return LACQUER_FOREIGN_DAMAGED;
  }
  // 1 is premultiplied, 2 is not; what is unspecified is a selection or a mask of an editor.
  l->has_alpha = l->samples > colours && extra > 0 && extras != NULL && (extras[0] == 1 || extras[0] == 2) &&
                 l->photometric != SEPARATED && l->photometric != PALETTE;
  l->is_premultiplied = l->has_alpha && extras[0] == 1;
  l->wanted = colours + (l->has_alpha ? 1 : 0);
  if (l->photometric == PALETTE && !library.get_field(file, COLOR_MAP, &l->map[0], &l->map[1], &l->map[2])) {
    *message = lacquer_message("its palette is missing");
    return LACQUER_FOREIGN_DAMAGED;
  }
  if (l->photometric == PALETTE) {
    for (unsigned i = 0; i < 1u << l->bits; i++) {
      if (l->map[0][i] > 255 || l->map[1][i] > 255 || l->map[2][i] > 255) l->map_shift = 8;
    }
  }
  picture->is_cmyk = l->photometric == SEPARATED;
  picture->channels = l->photometric == PALETTE ? 3 : l->wanted;
  // Inks are taken with 8 bits: no screen shows more of them.
  picture->bits = l->bits == 16 && !picture->is_cmyk ? 16 : 8;
  return LACQUER_FOREIGN_READ;
}

static unsigned sample(const uint8_t *row, size_t index, int bits) {
  switch (bits) {
  case 8: return row[index];
  case 16: {
    uint16_t value;
    memcpy(&value, row + 2 * index, 2);
    return value;
  }
  default: {
    const size_t at = index * (size_t)bits;
    return (row[at / 8] >> (8 - bits - (int)(at % 8))) & ((1u << bits) - 1);
  }
  }
}

// Puts one stored sample into the picture.
static void put(lacquer_foreign_picture *picture, const layout *l, size_t pixel, int channel, unsigned value) {
  if (l->photometric == PALETTE) {
    for (int c = 0; c < 3; c++) picture->samples[3 * pixel + (size_t)c] = (uint8_t)(l->map[c][value] >> l->map_shift);
    return;
  }
  if (l->bits < 8) value = value * 255 / ((1u << l->bits) - 1);
  const unsigned most = l->bits == 16 ? 65535 : 255;
  // Stored is how much ink there is.
  if ((l->photometric == MIN_IS_WHITE && channel == 0) || picture->is_cmyk) value = most - value;
  const size_t at = pixel * (size_t)picture->channels + (size_t)channel;
  if (picture->bits == 16) {
    ((uint16_t *)(void *)picture->samples)[at] = (uint16_t)value;
  } else {
    picture->samples[at] = (uint8_t)(l->bits == 16 ? (value * 255u + 32767) / 65535 : value);
  }
}

// Copies a rectangle whose rows are `row_size` bytes apart in `buffer`: all wanted samples, or those of one plane.
static void copy(lacquer_foreign_picture *picture, const layout *l, const uint8_t *buffer, size_t row_size, uint32_t left,
                 uint32_t top, uint32_t columns, uint32_t rows, int plane) {
  for (uint32_t y = 0; y < rows; y++) {
    const uint8_t *row = buffer + y * row_size;
    size_t pixel = (size_t)(top + y) * picture->width + left;
    for (uint32_t x = 0; x < columns; x++, pixel++) {
      if (plane >= 0) {
        put(picture, l, pixel, plane, sample(row, x, l->bits));
      } else {
        for (int c = 0; c < l->wanted; c++) put(picture, l, pixel, c, sample(row, (size_t)x * l->samples + (size_t)c, l->bits));
      }
    }
  }
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

// Decodes every strip or tile. Returns what is wrong, or NULL.
static const char *decode(tiff file, lacquer_foreign_picture *picture, const layout *l, uint64_t max_pixels) {
  const bool is_tiled = library.is_tiled(file) != 0;
  const bool is_separate = l->planar == 2 && l->samples > 1;
  uint32_t columns = picture->width, rows = 0;
  if (is_tiled) {
    if (!library.get_field(file, TILE_WIDTH, &columns) || !library.get_field(file, TILE_HEIGHT, &rows)) return "its tiles have no size";
  } else {
    library.get_field_defaulted(file, ROWS_PER_STRIP, &rows);
    rows = least(rows, picture->height);
  }
  const ssize_t size = is_tiled ? library.tile_size(file) : library.strip_size(file);
  const ssize_t row_size = is_tiled ? library.tile_row_size(file) : library.scanline_size(file);
  if (columns == 0 || rows == 0 || size <= 0 || row_size <= 0 || (uint64_t)columns * rows > max_pixels) return "its parts have no size that can be";
  const uint64_t row_bits = (uint64_t)columns * l->bits * (is_separate ? 1 : l->samples);
  if ((uint64_t)row_size * 8 < row_bits || (uint64_t)size < (uint64_t)row_size * rows) return "its parts are shorter than they say";
  uint8_t *buffer = calloc(1, (size_t)size);
  if (buffer == NULL) return "there is no memory for its parts";
  const char *wrong = NULL;
  for (int plane = 0; plane < (is_separate ? l->wanted : 1) && wrong == NULL; plane++) {
    for (uint32_t top = 0; top < picture->height && wrong == NULL; top += rows) {
      for (uint32_t left = 0; left < picture->width && wrong == NULL; left += columns) {
        const uint16_t z = is_separate ? (uint16_t)plane : 0;
        const ssize_t read = is_tiled
                                 ? library.read_tile(file, library.compute_tile(file, left, top, 0, z), buffer, size)
                                 : library.read_strip(file, library.compute_strip(file, top, z), buffer, size);
        const uint32_t height = least(rows, picture->height - top);
        if (read < 0 || (uint64_t)read < (uint64_t)row_size * (is_tiled ? rows : height)) wrong = last_error[0] ? last_error : "a part is cut off";
        else copy(picture, l, buffer, (size_t)row_size, left, top, least(columns, picture->width - left), height, is_separate ? plane : -1);
      }
    }
  }
  free(buffer);
  return wrong;
}

static void take(tiff file, uint32_t tag, uint8_t **bytes, size_t *count) {
  uint32_t length = 0;
  const void *value = NULL;
  if (!library.get_field(file, tag, &length, &value)) return;
  *bytes = lacquer_foreign_copy(value, length);
  *count = *bytes == NULL ? 0 : length;
}

// The number of whole pictures; smaller copies and masks do not count.
static uint32_t pictures(tiff file) {
  uint32_t found = 1;
  for (int i = 0; i < 1000 && library.read_directory(file); i++) {
    uint32_t subfile = 0;
    library.get_field_defaulted(file, SUBFILE, &subfile);
    if ((subfile & REDUCED_OR_MASK) == 0) found++;
  }
  return found;
}

static lacquer_foreign_result read_picture(tiff file, uint64_t max_pixels, bool header_only,
                                           lacquer_foreign_picture *picture, char **message) {
  layout l = {.bits = 1, .samples = 1, .planar = 1, .compression = 1};
  lacquer_foreign_result result = describe(file, picture, &l, message);
  if (result != LACQUER_FOREIGN_READ) return result;
  if ((uint64_t)picture->width * picture->height > max_pixels) return LACQUER_FOREIGN_TOO_LARGE;
  if (header_only) return LACQUER_FOREIGN_READ;
  take(file, ICC, &picture->icc, &picture->icc_count);
  take(file, XMP, &picture->xmp, &picture->xmp_count);
  take(file, RESOURCES, &picture->resources, &picture->resources_count);
  const size_t count = (size_t)picture->width * picture->height * (size_t)picture->channels * (size_t)(picture->bits / 8);
  picture->samples = malloc(count > 0 ? count : 1);
  const char *wrong = picture->samples == NULL ? "there is no memory for it" : decode(file, picture, &l, max_pixels);
  if (wrong != NULL) {
    *message = lacquer_message("%s", wrong);
    return LACQUER_FOREIGN_DAMAGED;
  }
  if (l.is_premultiplied) lacquer_foreign_unpremultiply(picture);
  const uint32_t several = pictures(file);
  if (several > 1) {
    picture->width = several;
    return LACQUER_FOREIGN_SEVERAL;
  }
  return LACQUER_FOREIGN_READ;
}

lacquer_foreign_result lacquer_tiff_read(const char *const *candidates, const uint8_t *bytes, size_t count,
                                         uint64_t max_pixels, bool header_only, lacquer_foreign_picture *picture,
                                         char **message) {
  memset(picture, 0, sizeof *picture);
  *message = NULL;
  if (!lacquer_tiff_open(candidates)) return LACQUER_FOREIGN_NO_LIBRARY;
  last_error[0] = 0;
  memory m = {bytes, count, 0};
  tiff file = library.open("picture", "rm", &m, memory_read, memory_write, memory_seek, memory_close, memory_size,
                           memory_map, memory_unmap);
  if (file == NULL) {
    *message = lacquer_message("%s", last_error[0] ? last_error : "its directory cannot be read");
    return LACQUER_FOREIGN_DAMAGED;
  }
  const lacquer_foreign_result result = read_picture(file, max_pixels, header_only, picture, message);
  library.close(file);
  return result;
}

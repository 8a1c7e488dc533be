// JPEG XL files through libjxl 0.7 and later. The library turns the picture as the file says.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "dynamic_library.h"
#include "foreign_internal.h"

// JxlBasicInfo, which libjxl keeps as it is from 0.7 on.
typedef struct {
  int32_t have_container;
  uint32_t xsize, ysize, bits_per_sample, exponent_bits_per_sample;
  float intensity_target, min_nits;
  int32_t relative_to_max_display;
  float linear_below;
  int32_t uses_original_profile, have_preview, have_animation;
  int32_t orientation;
  uint32_t num_color_channels, num_extra_channels, alpha_bits, alpha_exponent_bits;
  int32_t alpha_premultiplied;
  uint8_t rest[256];
} basic_info;

typedef struct {
  uint32_t num_channels;
  int32_t data_type;
  int32_t endianness;
  size_t align;
} pixel_format;

static struct {
  uint32_t (*version)(void);
  void *(*create)(const void *memory);
  void (*destroy)(void *decoder);
  int (*subscribe)(void *decoder, int events);
  int (*set_input)(void *decoder, const uint8_t *bytes, size_t count);
  void (*close_input)(void *decoder);
  int (*process)(void *decoder);
  int (*get_info)(const void *decoder, basic_info *info);
  // Until 0.8 with a pixel format that means nothing as second argument.
  int (*old_profile_size)(const void *decoder, const pixel_format *unused, int target, size_t *size);
  int (*old_profile)(const void *decoder, const pixel_format *unused, int target, uint8_t *bytes, size_t size);
  int (*profile_size)(const void *decoder, int target, size_t *size);
  int (*profile)(const void *decoder, int target, uint8_t *bytes, size_t size);
  int (*buffer_size)(const void *decoder, const pixel_format *format, size_t *size);
  int (*set_buffer)(void *decoder, const pixel_format *format, void *buffer, size_t size);
  int (*decompress_boxes)(void *decoder, int32_t decompress);
  int (*box_type)(void *decoder, char type[4], int32_t decompressed);
  int (*set_box_buffer)(void *decoder, uint8_t *bytes, size_t size);
  size_t (*release_box_buffer)(void *decoder);
  bool is_open;
} library;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

enum {
  SUCCESS = 0, FAILED = 1, NEED_MORE_INPUT = 2, NEED_IMAGE_BUFFER = 5, BOX_NEEDS_MORE = 7,
  BASIC_INFO = 0x40, COLOUR = 0x100, FULL_IMAGE = 0x1000, BOX = 0x4000,
  TARGET_DATA = 1, UINT8 = 2, UINT16 = 3,
};

// What a box of metadata and a profile may have at the most.
static const size_t max_block = 16u << 20;

bool lacquer_jxl_open(const char *const *candidates) {
  pthread_mutex_lock(&mutex);
  if (!library.is_open) {
    const lacquer_symbol symbols[] = {
        {"JxlDecoderVersion", &library.version},
        {"JxlDecoderCreate", &library.create},
        {"JxlDecoderDestroy", &library.destroy},
        {"JxlDecoderSubscribeEvents", &library.subscribe},
        {"JxlDecoderSetInput", &library.set_input},
        {"JxlDecoderCloseInput", &library.close_input},
        {"JxlDecoderProcessInput", &library.process},
        {"JxlDecoderGetBasicInfo", &library.get_info},
        {"JxlDecoderGetICCProfileSize", &library.old_profile_size},
        {"JxlDecoderGetColorAsICCProfile", &library.old_profile},
        {"JxlDecoderGetICCProfileSize", &library.profile_size},
        {"JxlDecoderGetColorAsICCProfile", &library.profile},
        {"JxlDecoderImageOutBufferSize", &library.buffer_size},
        {"JxlDecoderSetImageOutBuffer", &library.set_buffer},
        {"JxlDecoderSetDecompressBoxes", &library.decompress_boxes},
        {"JxlDecoderGetBoxType", &library.box_type},
        {"JxlDecoderSetBoxBuffer", &library.set_box_buffer},
        {"JxlDecoderReleaseBoxBuffer", &library.release_box_buffer},
    };
    library.is_open = lacquer_foreign_open(candidates, symbols, sizeof symbols / sizeof *symbols);
  }
  const bool is_open = library.is_open;
  pthread_mutex_unlock(&mutex);
  return is_open;
}

// The box that is being read.
typedef struct {
  char type[4];
  uint8_t *bytes;
  size_t capacity;
  size_t begun;
} box;

typedef struct {
  void *decoder;
  uint64_t max_pixels;
  bool header_only;
  lacquer_foreign_picture *picture;
  char **message;
  box box;
  bool has_info;
  bool has_picture;
} reading;

static lacquer_foreign_result damaged(reading *r, const char *why) {
  *r->message = lacquer_message("%s", why);
  return LACQUER_FOREIGN_DAMAGED;
}

// Reads what the header says. `LACQUER_FOREIGN_READ` goes on.
static lacquer_foreign_result read_info(reading *r) {
  basic_info info;
  memset(&info, 0, sizeof info);
  if (library.get_info(r->decoder, &info) != SUCCESS) return damaged(r, "its header cannot be read");
  r->has_info = true;
  r->picture->width = info.xsize;
  r->picture->height = info.ysize;
  r->picture->orientation = 1;
  if (info.have_animation) {
    // How many frames there are is known only at the end.
    r->picture->width = 2;
    return LACQUER_FOREIGN_SEVERAL;
  }
  if ((uint64_t)info.xsize * info.ysize > r->max_pixels) return LACQUER_FOREIGN_TOO_LARGE;
  if (info.num_color_channels != 1 && info.num_color_channels != 3) {
    *r->message = lacquer_message("a JPEG XL picture of other colours than grey or RGB");
    return LACQUER_FOREIGN_UNSUPPORTED;
  }
  r->picture->channels = (int)info.num_color_channels + (info.alpha_bits > 0 ? 1 : 0);
  r->picture->bits = info.bits_per_sample > 8 ? 16 : 8;
  // Alpha is given as the file has it.
  r->picture->is_cmyk = false;
  r->picture->transfer = info.alpha_premultiplied ? -1 : 0;
  return LACQUER_FOREIGN_READ;
}

static void read_profile(reading *r) {
  const bool is_old = library.version() < 9000;
  size_t size = 0;
  const int found = is_old ? library.old_profile_size(r->decoder, NULL, TARGET_DATA, &size)
                           : library.profile_size(r->decoder, TARGET_DATA, &size);
  if (found != SUCCESS || size == 0 || size > max_block) return;
  uint8_t *bytes = malloc(size);
  if (bytes == NULL) return;
  const int read = is_old ? library.old_profile(r->decoder, NULL, TARGET_DATA, bytes, size)
                          : library.profile(r->decoder, TARGET_DATA, bytes, size);
  if (read != SUCCESS) {
    free(bytes);
    return;
  }
  r->picture->icc = bytes;
  r->picture->icc_count = size;
}

static const char *set_buffer(reading *r) {
  const pixel_format format = {(uint32_t)r->picture->channels, r->picture->bits == 16 ? UINT16 : UINT8, 0, 0};
  size_t size = 0;
  const uint64_t expected =
      (uint64_t)r->picture->width * r->picture->height * (uint64_t)r->picture->channels * (uint64_t)(r->picture->bits / 8);
  if (!r->has_info || library.buffer_size(r->decoder, &format, &size) != SUCCESS || size != expected) return "its size changes";
  if (r->picture->samples == NULL) r->picture->samples = malloc(size);
  if (r->picture->samples == NULL) return "there is no memory for it";
  return library.set_buffer(r->decoder, &format, r->picture->samples, size) == SUCCESS ? NULL : "it cannot be decoded";
}

// Keeps the box that was read, if it is metadata.
static void finish_box(reading *r) {
  if (r->box.bytes == NULL) return;
  const size_t left = library.release_box_buffer(r->decoder);
  const size_t count = r->box.capacity - left;
  const bool is_exif = memcmp(r->box.type, "Exif", 4) == 0;
  uint8_t **bytes = is_exif ? &r->picture->exif : &r->picture->xmp;
  if (*bytes == NULL && count > 0) {
    *bytes = r->box.bytes;
    *(is_exif ? &r->picture->exif_count : &r->picture->xmp_count) = count;
  } else {
    free(r->box.bytes);
  }
  r->box.bytes = NULL;
}

static void begin_box(reading *r) {
  finish_box(r);
  if (library.box_type(r->decoder, r->box.type, 1) != SUCCESS) return;
  if (memcmp(r->box.type, "Exif", 4) != 0 && memcmp(r->box.type, "xml ", 4) != 0) return;
  r->box.capacity = 65536;
  r->box.bytes = malloc(r->box.capacity);
  r->box.begun = 0;
  if (r->box.bytes != NULL) library.set_box_buffer(r->decoder, r->box.bytes, r->box.capacity);
}

// Gives a box twice the room. Returns false where it is too long.
static bool enlarge_box(reading *r) {
  if (r->box.bytes == NULL) return false;
  const size_t left = library.release_box_buffer(r->decoder);
  const size_t filled = r->box.capacity - left;
  if (r->box.capacity * 2 > max_block) return false;
  uint8_t *larger = realloc(r->box.bytes, r->box.capacity * 2);
  if (larger == NULL) return false;
  r->box.bytes = larger;
  r->box.capacity *= 2;
  return library.set_box_buffer(r->decoder, larger + filled, r->box.capacity - filled) == SUCCESS;
}

static lacquer_foreign_result run(reading *r) {
  for (;;) {
    switch (library.process(r->decoder)) {
    case BASIC_INFO: {
      const lacquer_foreign_result result = read_info(r);
      if (result != LACQUER_FOREIGN_READ || r->header_only) return result;
      break;
    }
    case COLOUR: read_profile(r); break;
    case NEED_IMAGE_BUFFER: {
      const char *wrong = set_buffer(r);
      if (wrong != NULL) return damaged(r, wrong);
      break;
    }
    case FULL_IMAGE: r->has_picture = true; break;
    case BOX: begin_box(r); break;
    case BOX_NEEDS_MORE:
      if (!enlarge_box(r)) return damaged(r, "a box of metadata is too long");
      break;
    case SUCCESS:
      finish_box(r);
      return r->has_picture ? LACQUER_FOREIGN_READ : damaged(r, "it holds no picture");
    case NEED_MORE_INPUT: return damaged(r, "it is cut off: its end is missing");
    case FAILED: return damaged(r, "libjxl cannot decode it");
    default: break;
    }
  }
}

lacquer_foreign_result lacquer_jxl_read(const char *const *candidates, const uint8_t *bytes, size_t count,
                                        uint64_t max_pixels, bool header_only, lacquer_foreign_picture *picture,
                                        char **message) {
  memset(picture, 0, sizeof *picture);
  *message = NULL;
  if (!lacquer_jxl_open(candidates)) return LACQUER_FOREIGN_NO_LIBRARY;
  reading r = {.decoder = library.create(NULL), .max_pixels = max_pixels, .header_only = header_only, .picture = picture, .message = message};
  if (r.decoder == NULL) return damaged(&r, "there is no memory for it");
  lacquer_foreign_result result;
  const int events = header_only ? BASIC_INFO : BASIC_INFO | COLOUR | FULL_IMAGE | BOX;
  // A library without Brotli leaves compressed boxes as they are; they are then passed over.
  if (!header_only) library.decompress_boxes(r.decoder, 1);
  if (library.subscribe(r.decoder, events) != SUCCESS || library.set_input(r.decoder, bytes, count) != SUCCESS) {
    result = damaged(&r, "libjxl cannot decode it");
  } else {
    library.close_input(r.decoder);
    result = run(&r);
  }
  if (r.box.bytes != NULL) {
    library.release_box_buffer(r.decoder);
    free(r.box.bytes);
  }
  library.destroy(r.decoder);
  const bool is_premultiplied = picture->transfer == -1;
  picture->transfer = 0;
  if (result == LACQUER_FOREIGN_READ && !header_only && is_premultiplied) lacquer_foreign_unpremultiply(picture);
  return result;
}

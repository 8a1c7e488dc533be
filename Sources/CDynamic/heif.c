// HEIC and AVIF files through libheif, whose interface has been the same since 1.12. The library turns and cuts the picture as
// the file says.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "dynamic_library.h"
#include "foreign_internal.h"

typedef struct {
  int code;
  int subcode;
  const char *message;
} heif_error;

// The beginning of heif_color_profile_nclx.
typedef struct {
  uint8_t version;
  int primaries;
  int transfer;
} heif_nclx;

static struct {
  void *(*context_alloc)(void);
  void (*context_free)(void *context);
  heif_error (*read_memory)(void *context, const void *bytes, size_t count, const void *options);
  int (*count_images)(void *context);
  heif_error (*primary_handle)(void *context, void **handle);
  void (*handle_release)(const void *handle);
  int (*handle_width)(const void *handle);
  int (*handle_height)(const void *handle);
  int (*has_alpha)(const void *handle);
  int (*is_premultiplied)(const void *handle);
  int (*luma_bits)(const void *handle);
  heif_error (*decode)(const void *handle, void **image, int colorspace, int chroma, const void *options);
  void (*image_release)(const void *image);
  int (*image_width)(const void *image, int channel);
  int (*image_height)(const void *image, int channel);
  int (*image_bits)(const void *image, int channel);
  const uint8_t *(*image_plane)(const void *image, int channel, int *stride);
  int (*metadata_count)(const void *handle, const char *filter);
  int (*metadata_list)(const void *handle, const char *filter, uint32_t *ids, int count);
  const char *(*metadata_type)(const void *handle, uint32_t id);
  const char *(*metadata_content)(const void *handle, uint32_t id);
  size_t (*metadata_size)(const void *handle, uint32_t id);
  heif_error (*metadata_get)(const void *handle, uint32_t id, void *bytes);
  size_t (*profile_size)(const void *handle);
  heif_error (*profile_get)(const void *handle, void *bytes);
  heif_error (*nclx_get)(const void *handle, heif_nclx **nclx);
  void (*nclx_free)(heif_nclx *nclx);
  bool is_open;
} library;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

enum { RGB_SPACE = 1, INTERLEAVED = 10, RGB_8 = 10, RGBA_8 = 11, RGB_16 = 14, RGBA_16 = 15, MAX_METADATA = 16 };

// What a block of metadata may have at the most.
static const size_t max_block = 64u << 20;

bool lacquer_heif_open(const char *const *candidates) {
  pthread_mutex_lock(&mutex);
  if (!library.is_open) {
    const lacquer_symbol symbols[] = {
        {"heif_context_alloc", &library.context_alloc},
        {"heif_context_free", &library.context_free},
        {"heif_context_read_from_memory_without_copy", &library.read_memory},
        {"heif_context_get_number_of_top_level_images", &library.count_images},
        {"heif_context_get_primary_image_handle", &library.primary_handle},
        {"heif_image_handle_release", &library.handle_release},
        {"heif_image_handle_get_width", &library.handle_width},
        {"heif_image_handle_get_height", &library.handle_height},
        {"heif_image_handle_has_alpha_channel", &library.has_alpha},
        {"heif_image_handle_is_premultiplied_alpha", &library.is_premultiplied},
        {"heif_image_handle_get_luma_bits_per_pixel", &library.luma_bits},
        {"heif_decode_image", &library.decode},
        {"heif_image_release", &library.image_release},
        {"heif_image_get_width", &library.image_width},
        {"heif_image_get_height", &library.image_height},
        {"heif_image_get_bits_per_pixel_range", &library.image_bits},
        {"heif_image_get_plane_readonly", &library.image_plane},
        {"heif_image_handle_get_number_of_metadata_blocks", &library.metadata_count},
        {"heif_image_handle_get_list_of_metadata_block_IDs", &library.metadata_list},
        {"heif_image_handle_get_metadata_type", &library.metadata_type},
        {"heif_image_handle_get_metadata_content_type", &library.metadata_content},
        {"heif_image_handle_get_metadata_size", &library.metadata_size},
        {"heif_image_handle_get_metadata", &library.metadata_get},
        {"heif_image_handle_get_raw_color_profile_size", &library.profile_size},
        {"heif_image_handle_get_raw_color_profile", &library.profile_get},
        {"heif_image_handle_get_nclx_color_profile", &library.nclx_get},
        {"heif_nclx_color_profile_free", &library.nclx_free},
    };
    library.is_open = lacquer_foreign_open(candidates, symbols, sizeof symbols / sizeof *symbols);
  }
  const bool is_open = library.is_open;
  pthread_mutex_unlock(&mutex);
  return is_open;
}

static lacquer_foreign_result damaged(heif_error error, char **message) {
  *message = lacquer_message("%s", error.message != NULL ? error.message : "libheif cannot read it");
  // 4 and 3: a kind of file or of coding that this libheif, or a plug-in that is missing, does not know.
  return error.code == 3 || error.code == 4 ? LACQUER_FOREIGN_UNSUPPORTED : LACQUER_FOREIGN_DAMAGED;
}

static void read_metadata(const void *handle, lacquer_foreign_picture *picture) {
  uint32_t ids[MAX_METADATA];
  const int count = library.metadata_list(handle, NULL, ids, MAX_METADATA);
  for (int i = 0; i < count && i < MAX_METADATA; i++) {
    const char *type = library.metadata_type(handle, ids[i]);
    const char *content = library.metadata_content(handle, ids[i]);
    const bool is_exif = type != NULL && strcmp(type, "Exif") == 0;
    const bool is_xmp = type != NULL && content != NULL && strcmp(type, "mime") == 0 && strcmp(content, "application/rdf+xml") == 0;
    uint8_t **bytes = is_exif ? &picture->exif : &picture->xmp;
    size_t *size = is_exif ? &picture->exif_count : &picture->xmp_count;
    const size_t length = library.metadata_size(handle, ids[i]);
    if ((!is_exif && !is_xmp) || *bytes != NULL || length == 0 || length > max_block) continue;
    *bytes = malloc(length);
    if (*bytes == NULL) continue;
    *size = length;
    if (library.metadata_get(handle, ids[i], *bytes).code != 0) {
      free(*bytes);
      *bytes = NULL;
      *size = 0;
    }
  }
}

static void read_colour(const void *handle, lacquer_foreign_picture *picture) {
  const size_t length = library.profile_size(handle);
  if (length > 0 && length <= max_block && (picture->icc = malloc(length)) != NULL) {
    picture->icc_count = length;
    if (library.profile_get(handle, picture->icc).code == 0) return;
    free(picture->icc);
    picture->icc = NULL;
    picture->icc_count = 0;
  }
  heif_nclx *nclx = NULL;
  if (library.nclx_get(handle, &nclx).code != 0 || nclx == NULL) return;
  picture->primaries = nclx->primaries;
  picture->transfer = nclx->transfer;
  library.nclx_free(nclx);
}

// Copies the rows of a decoded image, and brings samples of 10 or 12 bits to 16.
static bool copy(const void *image, lacquer_foreign_picture *picture) {
  int stride = 0;
  const uint8_t *plane = library.image_plane(image, INTERLEAVED, &stride);
  const int width = library.image_width(image, INTERLEAVED), height = library.image_height(image, INTERLEAVED);
  if (plane == NULL || stride <= 0 || width != (int)picture->width || height != (int)picture->height) return false;
  const size_t samples = (size_t)width * (size_t)picture->channels;
  const size_t row = samples * (size_t)(picture->bits / 8);
  if ((size_t)stride < row) return false;
  picture->samples = malloc(row * (size_t)height);
  if (picture->samples == NULL) return false;
  const int bits = library.image_bits(image, INTERLEAVED);
  if (picture->bits == 16 && (bits < 9 || bits > 16)) return false;
  const uint32_t most = (1u << bits) - 1;
  for (int y = 0; y < height; y++) {
    const uint8_t *from = plane + (size_t)y * (size_t)stride;
    uint8_t *to = picture->samples + (size_t)y * row;
    if (picture->bits == 8) {
      memcpy(to, from, row);
      continue;
    }
    for (size_t i = 0; i < samples; i++) {
      uint32_t value = (uint32_t)from[2 * i] | (uint32_t)from[2 * i + 1] << 8;
      if (value > most) value = most;
      ((uint16_t *)(void *)to)[i] = (uint16_t)((value * 65535u + most / 2) / most);
    }
  }
  return true;
}

static lacquer_foreign_result read_picture(void *context, uint64_t max_pixels, bool header_only,
                                           lacquer_foreign_picture *picture, char **message) {
  const int images = library.count_images(context);
  if (images > 1) {
    picture->width = (uint32_t)images;
    return LACQUER_FOREIGN_SEVERAL;
  }
  void *handle = NULL;
  heif_error error = library.primary_handle(context, &handle);
  if (error.code != 0) return damaged(error, message);
  const int width = library.handle_width(handle), height = library.handle_height(handle);
  const int bits = library.luma_bits(handle);
  picture->width = width > 0 ? (uint32_t)width : 0;
  picture->height = height > 0 ? (uint32_t)height : 0;
  picture->channels = library.has_alpha(handle) ? 4 : 3;
  picture->bits = bits > 8 ? 16 : 8;
  picture->orientation = 1;
  lacquer_foreign_result result = LACQUER_FOREIGN_READ;
  if ((uint64_t)picture->width * picture->height > max_pixels) {
    result = LACQUER_FOREIGN_TOO_LARGE;
  } else if (!header_only) {
    read_metadata(handle, picture);
    read_colour(handle, picture);
    const int chroma = picture->bits == 16 ? (picture->channels == 4 ? RGBA_16 : RGB_16) : (picture->channels == 4 ? RGBA_8 : RGB_8);
    void *image = NULL;
    error = library.decode(handle, &image, RGB_SPACE, chroma, NULL);
    if (error.code != 0) {
      result = damaged(error, message);
    } else if (!copy(image, picture)) {
      *message = lacquer_message("what libheif decoded is not what the file says");
      result = LACQUER_FOREIGN_DAMAGED;
    } else if (picture->channels == 4 && library.is_premultiplied(handle)) {
      lacquer_foreign_unpremultiply(picture);
    }
    if (image != NULL) library.image_release(image);
  }
  library.handle_release(handle);
  return result;
}

lacquer_foreign_result lacquer_heif_read(const char *const *candidates, const uint8_t *bytes, size_t count,
                                         uint64_t max_pixels, bool header_only, lacquer_foreign_picture *picture,
                                         char **message) {
  memset(picture, 0, sizeof *picture);
  *message = NULL;
  if (!lacquer_heif_open(candidates)) return LACQUER_FOREIGN_NO_LIBRARY;
  void *context = library.context_alloc();
  if (context == NULL) {
    *message = lacquer_message("there is no memory for it");
    return LACQUER_FOREIGN_DAMAGED;
  }
  heif_error error = library.read_memory(context, bytes, count, NULL);
  const lacquer_foreign_result result =
      error.code != 0 ? damaged(error, message) : read_picture(context, max_pixels, header_only, picture, message);
  library.context_free(context);
  return result;
}

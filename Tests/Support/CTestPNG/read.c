#include "CTestPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

uint8_t *ctestpng_read_rgb(const char *path, size_t *width, size_t *height) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&image, path)) return NULL;
  image.format = PNG_FORMAT_RGB;
  uint8_t *samples = malloc(PNG_IMAGE_SIZE(image));
  if (!samples || !png_image_finish_read(&image, NULL, samples, 0, NULL)) {
    png_image_free(&image);
    free(samples);
    return NULL;
  }
  *width = image.width;
  *height = image.height;
  return samples;
}

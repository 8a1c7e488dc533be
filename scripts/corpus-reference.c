// Decodes PNG and JPEG files the plain way of libpng and libjpeg and prints a line for each: path, width, height, channels,
// bytes a sample, and an FNV-1a hash over the samples; or path and "error". Reads paths from standard input.
// Compiled and run by scripts/corpus; shares no code with the project.
#include <inttypes.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

static uint64_t add(uint64_t hash, unsigned sample) { return (hash ^ sample) * 0x100000001b3u; }

static void quiet(png_structp png, png_const_charp text) { (void)png, (void)text; }

static int read_png(FILE *file, const char *path) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, quiet);
  png_infop info = png_create_info_struct(png);
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
  }
  png_init_io(png, file);
  png_read_png(png, info, PNG_TRANSFORM_EXPAND, NULL);
  const png_uint_32 width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  const int channels = png_get_channels(png, info), bytes = png_get_bit_depth(png, info) / 8;
  uint64_t hash = 0xcbf29ce484222325u;
  png_bytepp rows = png_get_rows(png, info);
  for (png_uint_32 y = 0; y < height; y++)
    for (size_t i = 0; i < (size_t)width * channels; i++)
      hash = add(hash, bytes == 2 ? rows[y][2 * i] << 8 | rows[y][2 * i + 1] : rows[y][i]);
  printf("%s\t%u\t%u\t%d\t%d\t%" PRIx64 "\n", path, width, height, channels, bytes, hash);
  png_destroy_read_struct(&png, &info, NULL);
  return 1;
}

static jmp_buf escape;
static void leave(j_common_ptr cinfo) { (void)cinfo, longjmp(escape, 1); }
static void silent(j_common_ptr cinfo) { (void)cinfo; }

static int read_jpeg(FILE *file, const char *path) {
  static struct jpeg_decompress_struct cinfo;
  static struct jpeg_error_mgr errors;
  static JSAMPROW row;
  cinfo.err = jpeg_std_error(&errors);
  errors.error_exit = leave;
  errors.output_message = silent;
  row = NULL;
  jpeg_create_decompress(&cinfo);
  if (setjmp(escape)) {
    free(row);
    jpeg_destroy_decompress(&cinfo);
    return 0;
  }
  jpeg_stdio_src(&cinfo, file);
  jpeg_read_header(&cinfo, TRUE);
  jpeg_start_decompress(&cinfo);
  const size_t stride = (size_t)cinfo.output_width * cinfo.output_components;
  row = malloc(stride);
  static uint64_t hash;
  hash = 0xcbf29ce484222325u;
  while (cinfo.output_scanline < cinfo.output_height) {
    jpeg_read_scanlines(&cinfo, &row, 1);
    for (size_t i = 0; i < stride; i++) hash = add(hash, row[i]);
  }
  printf("%s\t%u\t%u\t%d\t1\t%" PRIx64 "\n", path, cinfo.output_width, cinfo.output_height, cinfo.output_components,
         hash);
  jpeg_finish_decompress(&cinfo);
  free(row);
  jpeg_destroy_decompress(&cinfo);
  return 1;
}

int main(void) {
  char path[4096];
  while (fgets(path, sizeof path, stdin)) {
    path[strcspn(path, "\n")] = 0;
    FILE *file = fopen(path, "rb");
    const int first = file ? getc(file) : EOF;
    if (file) rewind(file);
    const int done = first == 0xFF ? read_jpeg(file, path) : first == 0x89 ? read_png(file, path) : 0;
    if (!done) printf("%s\terror\n", path);
    if (file) fclose(file);
  }
  return 0;
}

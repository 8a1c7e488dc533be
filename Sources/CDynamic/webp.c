#include "webp.h"

#include "dynamic_library.h"

bool lacquer_webp_open(const char *const *candidates, lacquer_webp *library) {
  void *handle = lacquer_library_open_first(candidates);
  if (handle == NULL) return false;
  const lacquer_symbol symbols[] = {
      {"WebPEncodeRGB", &library->encode_rgb},
      {"WebPEncodeRGBA", &library->encode_rgba},
      {"WebPEncodeLosslessRGB", &library->encode_lossless_rgb},
      {"WebPEncodeLosslessRGBA", &library->encode_lossless_rgba},
      {"WebPDecodeRGB", &library->decode_rgb},
      {"WebPDecodeRGBA", &library->decode_rgba},
      {"WebPFree", &library->release},
  };
  if (lacquer_library_find(handle, symbols, sizeof symbols / sizeof *symbols) == NULL) return true;
  lacquer_library_close(handle);
  return false;
}

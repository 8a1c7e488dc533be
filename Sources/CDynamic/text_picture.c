#include "text_picture.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dynamic_library.h"

// Pango and Cairo are loaded when a text is drawn and not linked: nothing else needs them, and where they are missing a
// sentence can say so. Only functions and values that have been the same since Pango 1.22 and Cairo 1.10 are used.

typedef struct {
  int x, y, width, height;
} pango_rectangle;

// The beginning of FcFontSet.
typedef struct {
  int count;
} font_set;

enum {
  PANGO_UNITS = 1024,
  CAIRO_ARGB32 = 0,
  CAIRO_SUCCESS = 0,
  CAIRO_GREY_ANTIALIAS = 2,
  CAIRO_NO_HINTING = 1,
  CAIRO_NO_METRICS_HINTING = 1,
};

// Pixels of an em while a text is measured; the outlines are scaled from there.
static const double measured_size = 64;
// Pixels round the ink, which may overhang what was measured by a little.
static const int border = 2;

static struct {
  void *(*font_map_new)(void);
  void (*font_map_list_families)(void *map, void ***families, int *count);
  const char *(*family_name)(void *family);
  void *(*create_context)(void *map);
  void (*context_set_font_options)(void *context, const void *options);
  void (*context_set_language)(void *context, void *language);
  void *(*language_from_string)(const char *name);
  void *(*layout_new)(void *context);
  void (*layout_set_text)(void *layout, const char *text, int length);
  void (*layout_set_alignment)(void *layout, int alignment);
  void (*layout_set_font)(void *layout, const void *description);
  int (*layout_unknown_glyphs)(void *layout);
  int (*layout_line_count)(void *layout);
  void (*layout_extents)(void *layout, pango_rectangle *ink, pango_rectangle *logical);
  void *(*description_from_string)(const char *text);
  const char *(*description_family)(const void *description);
  void (*description_set_size)(void *description, double size);
  void (*description_free)(void *description);
  void (*show_layout)(void *cairo, void *layout);
  void (*object_unref)(void *object);
  void (*glib_free)(void *memory);
  void *(*options_create)(void);
  void (*options_destroy)(void *options);
  void (*options_set_antialias)(void *options, int value);
  void (*options_set_hinting)(void *options, int value);
  void (*options_set_metrics)(void *options, int value);
  void *(*surface_create)(unsigned char *data, int format, int width, int height, int stride);
  void (*surface_flush)(void *surface);
  void (*surface_destroy)(void *surface);
  void *(*cairo_create)(void *surface);
  void (*cairo_destroy)(void *cairo);
  int (*cairo_status)(void *cairo);
  void (*cairo_scale)(void *cairo, double x, double y);
  void (*cairo_translate)(void *cairo, double x, double y);
  void (*cairo_set_rgb)(void *cairo, double red, double green, double blue);
  // Not there where Pango takes its fonts from elsewhere than fontconfig.
  font_set *(*font_config_fonts)(void *config, int set);
  // Made once: finding all fonts takes a while.
  void *map;
  bool is_loaded;
} pango;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static bool load(const char *const *candidates) {
  if (pango.is_loaded) return true;
  void *library = lacquer_library_open_first(candidates);
  if (!library) return false;
  const lacquer_symbol functions[] = {
      {"pango_cairo_font_map_new", &pango.font_map_new},
      {"pango_font_map_list_families", &pango.font_map_list_families},
      {"pango_font_family_get_name", &pango.family_name},
      {"pango_font_map_create_context", &pango.create_context},
      {"pango_cairo_context_set_font_options", &pango.context_set_font_options},
      {"pango_context_set_language", &pango.context_set_language},
      {"pango_language_from_string", &pango.language_from_string},
      {"pango_layout_new", &pango.layout_new},
      {"pango_layout_set_text", &pango.layout_set_text},
      {"pango_layout_set_alignment", &pango.layout_set_alignment},
      {"pango_layout_set_font_description", &pango.layout_set_font},
      {"pango_layout_get_unknown_glyphs_count", &pango.layout_unknown_glyphs},
      {"pango_layout_get_line_count", &pango.layout_line_count},
      {"pango_layout_get_extents", &pango.layout_extents},
      {"pango_font_description_from_string", &pango.description_from_string},
      {"pango_font_description_get_family", &pango.description_family},
      {"pango_font_description_set_absolute_size", &pango.description_set_size},
      {"pango_font_description_free", &pango.description_free},
      {"pango_cairo_show_layout", &pango.show_layout},
      {"g_object_unref", &pango.object_unref},
      {"g_free", &pango.glib_free},
      {"cairo_font_options_create", &pango.options_create},
      {"cairo_font_options_destroy", &pango.options_destroy},
      {"cairo_font_options_set_antialias", &pango.options_set_antialias},
      {"cairo_font_options_set_hint_style", &pango.options_set_hinting},
      {"cairo_font_options_set_hint_metrics", &pango.options_set_metrics},
      {"cairo_image_surface_create_for_data", &pango.surface_create},
      {"cairo_surface_flush", &pango.surface_flush},
      {"cairo_surface_destroy", &pango.surface_destroy},
      {"cairo_create", &pango.cairo_create},
      {"cairo_destroy", &pango.cairo_destroy},
      {"cairo_status", &pango.cairo_status},
      {"cairo_scale", &pango.cairo_scale},
      {"cairo_translate", &pango.cairo_translate},
      {"cairo_set_source_rgb", &pango.cairo_set_rgb},
  };
  if (lacquer_library_find(library, functions, sizeof functions / sizeof functions[0]) != NULL) {
    lacquer_library_close(library);
    return false;
  }
  const lacquer_symbol fonts = {"FcConfigGetFonts", &pango.font_config_fonts};
  lacquer_library_find(library, &fonts, 1);
  pango.is_loaded = true;
  return true;
}

// Asked before Pango is, which ends the process when there is no font.
static bool has_fonts(void) {
  if (!pango.font_config_fonts) return true;
  for (int set = 0; set < 2; set++) {
    const font_set *fonts = pango.font_config_fonts(NULL, set);
    if (fonts && fonts->count > 0) return true;
  }
  return false;
}

// Whether a name is that of a family, whatever the case of its ASCII letters.
static bool is_name(const char *name, const char *from, size_t length) {
  if (strlen(name) != length) return false;
  for (size_t i = 0; i < length; i++) {
    unsigned char a = (unsigned char)name[i], b = (unsigned char)from[i];
    if (a >= 'A' && a <= 'Z') a += 32;
    if (b >= 'A' && b <= 'Z') b += 32;
    if (a != b) return false;
  }
  return true;
}

// Whether one of the families of a list with commas is installed. Without a family the system's choice is meant.
static bool has_family(const char *list) {
  if (!list || !*list) return true;
  void **families = NULL;
  int count = 0;
  pango.font_map_list_families(pango.map, &families, &count);
  bool found = false;
  while (*list && !found) {
    while (*list == ' ' || *list == ',') list++;
    size_t length = strcspn(list, ",");
    size_t trimmed = length;
    while (trimmed > 0 && list[trimmed - 1] == ' ') trimmed--;
    for (int i = 0; i < count && !found; i++) found = is_name(pango.family_name(families[i]), list, trimmed);
    list += length;
  }
  pango.glib_free(families);
  return found;
}

static bool paint(void *layout, double level, double scale, const pango_rectangle *ink, uint32_t *pixels, int width,
                  int height) {
  void *surface = pango.surface_create((unsigned char *)pixels, CAIRO_ARGB32, width, height, width * 4);
  void *cairo = pango.cairo_create(surface);
  pango.cairo_translate(cairo, border, border);
  pango.cairo_scale(cairo, scale, scale);
  pango.cairo_translate(cairo, -(double)ink->x / PANGO_UNITS, -(double)ink->y / PANGO_UNITS);
  pango.cairo_set_rgb(cairo, level, level, level);
  pango.show_layout(cairo, layout);
  bool is_fine = pango.cairo_status(cairo) == CAIRO_SUCCESS;
  pango.surface_flush(surface);
  pango.cairo_destroy(cairo);
  pango.surface_destroy(surface);
  return is_fine;
}

static lacquer_text_status draw(void *layout, double long_side, double maximum_area, lacquer_text_picture *picture) {
  picture->unknown = pango.layout_unknown_glyphs(layout);
  if (picture->unknown > 0) return LACQUER_TEXT_NO_GLYPHS;
  picture->lines = pango.layout_line_count(layout);
  pango_rectangle ink, logical;
  pango.layout_extents(layout, &ink, &logical);
  if (ink.width <= 0 || ink.height <= 0) return LACQUER_TEXT_NO_INK;
  double wide = (double)ink.width / PANGO_UNITS, high = (double)ink.height / PANGO_UNITS;
  double scale = long_side / fmax(wide, high);
  scale = fmin(scale, sqrt(maximum_area / (wide * high)));
  // Cairo's surfaces have sides of at most 32767.
  scale = fmin(scale, 32000 / fmax(wide, high));
  picture->width = (int32_t)ceil(wide * scale) + 2 * border;
  picture->height = (int32_t)ceil(high * scale) + 2 * border;
  size_t count = (size_t)picture->width * (size_t)picture->height;
  picture->white = calloc(count, sizeof(uint32_t));
  picture->black = calloc(count, sizeof(uint32_t));
  if (picture->white && picture->black &&
      paint(layout, 1, scale, &ink, picture->white, picture->width, picture->height) &&
      paint(layout, 0, scale, &ink, picture->black, picture->width, picture->height))
    return LACQUER_TEXT_DRAWN;
  free(picture->white);
  free(picture->black);
  picture->white = picture->black = NULL;
  return LACQUER_TEXT_NO_MEMORY;
}

static lacquer_text_status lay_out(const char *text, const char *font, int32_t alignment, double long_side,
                                   double maximum_area, lacquer_text_picture *picture) {
  void *description = pango.description_from_string(font);
  if (!has_family(pango.description_family(description))) {
    pango.description_free(description);
    return LACQUER_TEXT_UNKNOWN_FONT;
  }
  pango.description_set_size(description, measured_size * PANGO_UNITS);
  void *context = pango.create_context(pango.map);
  // Whatever the user's desktop prefers, the same text gives the same picture.
  void *options = pango.options_create();
  pango.options_set_antialias(options, CAIRO_GREY_ANTIALIAS);
  pango.options_set_hinting(options, CAIRO_NO_HINTING);
  pango.options_set_metrics(options, CAIRO_NO_METRICS_HINTING);
  pango.context_set_font_options(context, options);
  pango.context_set_language(context, pango.language_from_string("en"));
  void *layout = pango.layout_new(context);
  pango.layout_set_font(layout, description);
  pango.layout_set_alignment(layout, alignment);
  pango.layout_set_text(layout, text, -1);
  lacquer_text_status status = draw(layout, long_side, maximum_area, picture);
  pango.object_unref(layout);
  pango.options_destroy(options);
  pango.object_unref(context);
  pango.description_free(description);
  return status;
}

lacquer_text_status lacquer_text_draw(const char *const *candidates, const char *text, const char *font,
                                      int32_t alignment, double long_side, double maximum_area,
                                      lacquer_text_picture *picture) {
  memset(picture, 0, sizeof *picture);
  pthread_mutex_lock(&mutex);
  lacquer_text_status status;
  if (!load(candidates)) {
    status = LACQUER_TEXT_NO_LIBRARY;
  } else if (!has_fonts()) {
    status = LACQUER_TEXT_NO_FONTS;
  } else if (!pango.map && !(pango.map = pango.font_map_new())) {
    status = LACQUER_TEXT_NO_LIBRARY;
  } else {
    status = lay_out(text, font, alignment, long_side, maximum_area, picture);
  }
  pthread_mutex_unlock(&mutex);
  return status;
}

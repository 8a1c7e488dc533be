#ifndef LACQUER_TEXT_PICTURE_H
#define LACQUER_TEXT_PICTURE_H

#include <stddef.h>
#include <stdint.h>

/// What came of drawing a text.
typedef enum {
  LACQUER_TEXT_DRAWN,
  /// No library of the candidates could be loaded, or one that lacks a function.
  LACQUER_TEXT_NO_LIBRARY,
  /// No font at all is installed.
  LACQUER_TEXT_NO_FONTS,
  /// The description names a family that is not installed.
  LACQUER_TEXT_UNKNOWN_FONT,
  /// Some characters are in no installed font: `unknown` says how many.
  LACQUER_TEXT_NO_GLYPHS,
  /// Nothing that could be seen.
  LACQUER_TEXT_NO_INK,
  LACQUER_TEXT_NO_MEMORY,
} lacquer_text_status;

/// A text as it looks in white and in black ink: the difference is ink, what both have in common is the font's own colour
/// (emoji).
typedef struct {
  /// Pixels of premultiplied alpha, red, green and blue in one word of the machine's order (Cairo's ARGB32), rows of
  /// `width`. To be freed with `free`.
  uint32_t *white, *black;
  int32_t width, height;
  /// Lines after wrapping at the line breaks of the text.
  int32_t lines;
  /// Characters without a glyph.
  int32_t unknown;
} lacquer_text_picture;

/// Draws UTF-8 text with Pango and Cairo: shaped, in the direction of its script, with fonts found for every character.
///
/// Safe to call from several threads; one draws at a time.
/// - Parameters:
///   - candidates: names of libpangocairo for the dynamic loader, ended by NULL; looked at by the first call only.
///   - font: a Pango font description without a size, such as "Sans Bold".
///   - alignment: of lines: 0 left, 1 centred, 2 right.
///   - long_side: pixels of the longer side of the drawn box, at least 1.
///   - maximum_area: pixels; a larger picture is drawn smaller.
lacquer_text_status lacquer_text_draw(const char *const *candidates, const char *text, const char *font,
                                      int32_t alignment, double long_side, double maximum_area,
                                      lacquer_text_picture *picture);

#endif

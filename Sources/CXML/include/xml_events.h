#ifndef LACQUER_XML_EVENTS_H
#define LACQUER_XML_EVENTS_H

#include <stddef.h>
#include <stdint.h>

// An XML document as a flat list of events that know where they stand in the source, by expat. Made for documents from
// strangers: a document type declaration (and with it every entity but the five built-in ones) is an error, and so is
// passing a limit.

enum {
  lacquer_xml_start = 0,      // a start tag, or an empty-element tag
  lacquer_xml_attribute = 1,  // of the start before it
  lacquer_xml_end = 2,        // an end tag; of length 0 after an empty-element tag
  lacquer_xml_text = 3,
};

typedef struct {
  int kind;
  size_t offset, length;              // the tag or text in the source; of an attribute: those of its tag
  size_t name_offset, name_length;    // in `text`: qualified name of a start, end or attribute
  size_t value_offset, value_length;  // in `text`: value of an attribute or characters of a text, references resolved
} lacquer_xml_event;

typedef struct {
  lacquer_xml_event *events;
  size_t count;
  char *text;  // UTF-8
  size_t text_length;
  char error[160];  // printable ASCII; empty after success
} lacquer_xml_events;

// Reads a whole UTF-8 document. Returns 1 for success, and 0 with `out->error` set and nothing to free.
int lacquer_xml_parse(const uint8_t *bytes, size_t count, int max_depth, size_t max_events, lacquer_xml_events *out);

// The error's text, for languages that see the array as a tuple.
static inline const char *lacquer_xml_error(const lacquer_xml_events *events) { return events->error; }

void lacquer_xml_free(lacquer_xml_events *events);

#endif

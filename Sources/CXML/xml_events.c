#include "xml_events.h"

#include <expat.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  XML_Parser parser;
  lacquer_xml_events out;
  size_t event_room, text_room;
  size_t max_events;
  int depth, max_depth;
  const char *failure;
} reading;

static void fail(reading *r, const char *why) {
  if (r->failure == NULL) r->failure = why;
  XML_StopParser(r->parser, XML_FALSE);
}

static size_t add_text(reading *r, const char *text, size_t length) {
  if (r->out.text_length + length > r->text_room) {
    size_t room = (r->out.text_length + length) * 2 + 1024;
    char *grown = realloc(r->out.text, room);
    if (grown == NULL) {
      fail(r, "out of memory");
      return 0;
    }
    r->out.text = grown;
    r->text_room = room;
  }
  if (length > 0) memcpy(r->out.text + r->out.text_length, text, length);
  r->out.text_length += length;
  return r->out.text_length - length;
}

static void add_event(reading *r, int kind, const char *name, const char *value, size_t value_length) {
  if (r->failure != NULL) return;
  if (r->out.count >= r->max_events) {
    fail(r, "more elements, attributes and texts than are sensible");
    return;
  }
  if (r->out.count == r->event_room) {
    size_t room = r->event_room * 2 + 64;
    lacquer_xml_event *grown = realloc(r->out.events, room * sizeof *grown);
    if (grown == NULL) {
      fail(r, "out of memory");
      return;
    }
    r->out.events = grown;
    r->event_room = room;
  }
  lacquer_xml_event event = {kind, (size_t)XML_GetCurrentByteIndex(r->parser),
                             (size_t)XML_GetCurrentByteCount(r->parser), 0, 0, 0, 0};
  event.name_length = name == NULL ? 0 : strlen(name);
  event.name_offset = add_text(r, name, event.name_length);
  event.value_length = value_length;
  event.value_offset = add_text(r, value, value_length);
  if (r->failure == NULL) r->out.events[r->out.count++] = event;
}

static void on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
  reading *r = context;
  if (++r->depth > r->max_depth) {
    fail(r, "elements are nested too deep");
    return;
  }
  add_event(r, lacquer_xml_start, name, NULL, 0);
  for (size_t i = 0; attributes[i] != NULL && r->failure == NULL; i += 2) {
    add_event(r, lacquer_xml_attribute, attributes[i], attributes[i + 1], strlen(attributes[i + 1]));
  }
}

static void on_end(void *context, const XML_Char *name) {
  reading *r = context;
  r->depth--;
  add_event(r, lacquer_xml_end, name, NULL, 0);
}

static void on_text(void *context, const XML_Char *text, int length) {
  add_event(context, lacquer_xml_text, NULL, text, (size_t)length);
}

static void on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                       int has_internal_subset) {
  (void)name, (void)system, (void)public, (void)has_internal_subset;
  fail(context, "it has a document type declaration, which metadata may not have");
}

int lacquer_xml_parse(const uint8_t *bytes, size_t count, int max_depth, size_t max_events, lacquer_xml_events *out) {
  memset(out, 0, sizeof *out);
  if (count > INT_MAX) {
    snprintf(out->error, sizeof out->error, "it is too long");
    return 0;
  }
  // The encoding is told, so that a declaration inside cannot change what bytes mean.
  reading r = {.parser = XML_ParserCreate("UTF-8"), .max_events = max_events, .max_depth = max_depth};
  if (r.parser == NULL) {
    snprintf(out->error, sizeof out->error, "out of memory");
    return 0;
  }
  XML_SetUserData(r.parser, &r);
  XML_SetElementHandler(r.parser, on_start, on_end);
  XML_SetCharacterDataHandler(r.parser, on_text);
  XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
  int sound = XML_Parse(r.parser, (const char *)bytes, (int)count, 1) == XML_STATUS_OK && r.failure == NULL;
  if (!sound) {
    const char *why = r.failure != NULL ? r.failure : XML_ErrorString(XML_GetErrorCode(r.parser));
    lacquer_xml_free(&r.out);
    snprintf(r.out.error, sizeof r.out.error, "%s (line %lu)", why,
             (unsigned long)XML_GetCurrentLineNumber(r.parser));
  }
  XML_ParserFree(r.parser);
  *out = r.out;
  return sound;
}

void lacquer_xml_free(lacquer_xml_events *events) {
  free(events->events);
  free(events->text);
  memset(events, 0, sizeof *events);
}

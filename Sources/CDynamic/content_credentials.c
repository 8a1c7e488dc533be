#include "content_credentials.h"

#include <stdlib.h>
#include <string.h>

#include "dynamic_library.h"

typedef struct c2pa_stream c2pa_stream;
typedef struct c2pa_builder c2pa_builder;
typedef struct c2pa_signer c2pa_signer;
typedef struct c2pa_reader c2pa_reader;
typedef struct c2pa_settings c2pa_settings;
typedef struct c2pa_context_builder c2pa_context_builder;
typedef struct c2pa_context c2pa_context;

typedef struct {
  const char *algorithm, *certificates, *private_key, *timestamp_url;
} c2pa_signer_info;

typedef intptr_t (*read_function)(void *context, uint8_t *to, intptr_t count);
typedef intptr_t (*seek_function)(void *context, intptr_t offset, int mode);
typedef intptr_t (*write_function)(void *context, const uint8_t *from, intptr_t count);
typedef intptr_t (*flush_function)(void *context);

struct lacquer_c2pa {
  char *(*version)(void);
  char *(*error)(void);
  void (*string_free)(char *);
  void (*free)(const void *);
  c2pa_settings *(*settings_new)(void);
  int (*settings_update)(c2pa_settings *, const char *settings, const char *format);
  c2pa_context_builder *(*context_builder_new)(void);
  int (*context_builder_set_settings)(c2pa_context_builder *, c2pa_settings *);
  c2pa_context *(*context_builder_build)(c2pa_context_builder *);
  c2pa_stream *(*create_stream)(void *, read_function, seek_function, write_function, flush_function);
  void (*release_stream)(c2pa_stream *);
  c2pa_builder *(*builder_from_context)(c2pa_context *);
  c2pa_builder *(*builder_with_definition)(c2pa_builder *, const char *);
  int (*builder_set_intent)(c2pa_builder *, unsigned intent, unsigned source_type);
  int (*builder_add_ingredient)(c2pa_builder *, const char *definition, const char *format, c2pa_stream *);
  void (*builder_set_no_embed)(c2pa_builder *);
  int64_t (*builder_sign)(c2pa_builder *, const char *format, c2pa_stream *, c2pa_stream *, c2pa_signer *,
                          const unsigned char **manifest);
  void (*builder_free)(c2pa_builder *);
  void (*manifest_free)(const unsigned char *);
  c2pa_signer *(*signer_from_info)(const c2pa_signer_info *);
  void (*signer_free)(c2pa_signer *);
  c2pa_reader *(*reader_from_context)(c2pa_context *);
  c2pa_reader *(*reader_with_stream)(c2pa_reader *, const char *format, c2pa_stream *);
  c2pa_reader *(*reader_with_manifest)(c2pa_reader *, const char *format, c2pa_stream *, const unsigned char *, size_t);
  char *(*reader_json)(c2pa_reader *);
  void (*reader_free)(c2pa_reader *);
};

char *lacquer_c2pa_open(const char *path, lacquer_c2pa **library) {
  *library = NULL;
  void *handle = NULL;
  char *message = lacquer_library_open(path, &handle);
  if (message != NULL) return message;
  lacquer_c2pa *opened = calloc(1, sizeof *opened);
  if (opened == NULL) return strdup("out of memory");
  const lacquer_symbol symbols[] = {
      {"c2pa_version", &opened->version},
      {"c2pa_error", &opened->error},
      {"c2pa_string_free", &opened->string_free},
      {"c2pa_free", &opened->free},
      {"c2pa_settings_new", &opened->settings_new},
      {"c2pa_settings_update_from_string", &opened->settings_update},
      {"c2pa_context_builder_new", &opened->context_builder_new},
      {"c2pa_context_builder_set_settings", &opened->context_builder_set_settings},
      {"c2pa_context_builder_build", &opened->context_builder_build},
      {"c2pa_create_stream", &opened->create_stream},
      {"c2pa_release_stream", &opened->release_stream},
      {"c2pa_builder_from_context", &opened->builder_from_context},
      {"c2pa_builder_with_definition", &opened->builder_with_definition},
      {"c2pa_builder_set_intent", &opened->builder_set_intent},
      {"c2pa_builder_add_ingredient_from_stream", &opened->builder_add_ingredient},
      {"c2pa_builder_set_no_embed", &opened->builder_set_no_embed},
      {"c2pa_builder_sign", &opened->builder_sign},
      {"c2pa_builder_free", &opened->builder_free},
      {"c2pa_manifest_bytes_free", &opened->manifest_free},
      {"c2pa_signer_from_info", &opened->signer_from_info},
      {"c2pa_signer_free", &opened->signer_free},
      {"c2pa_reader_from_context", &opened->reader_from_context},
      {"c2pa_reader_with_stream", &opened->reader_with_stream},
      {"c2pa_reader_with_manifest_data_and_stream", &opened->reader_with_manifest},
      {"c2pa_reader_json", &opened->reader_json},
      {"c2pa_reader_free", &opened->reader_free},
  };
  const char *missing = lacquer_library_find(handle, symbols, sizeof symbols / sizeof *symbols);
  if (missing != NULL) {
    free(opened);
    return lacquer_message("it has no function %s: it is of another version", missing);
  }
  *library = opened;
  return NULL;
}

char *lacquer_c2pa_version(const lacquer_c2pa *library) {
  char *text = library->version();
  char *copy = text != NULL ? strdup(text) : NULL;
  if (text != NULL) library->string_free(text);
  return copy;
}

// Why the library's last call failed.
static char *failure(const lacquer_c2pa *library, const char *what) {
  char *text = library->error();
  char *message = lacquer_message("%s: %s", what, text != NULL && *text ? text : "no reason was given");
  if (text != NULL) library->string_free(text);
  return message;
}

// What reads and signs with these settings, and with no others; `NULL` if they are refused. The settings that hold for a whole process do not
// keep this library from asking the address that a picture's XMP names.
static c2pa_context *context_with(const lacquer_c2pa *library, const char *settings) {
  c2pa_context *context = NULL;
  c2pa_settings *chosen = library->settings_new();
  if (chosen != NULL && library->settings_update(chosen, settings, "json") == 0) {
    c2pa_context_builder *builder = library->context_builder_new();
    if (builder != NULL && library->context_builder_set_settings(builder, chosen) == 0) {
      context = library->context_builder_build(builder);  // takes the builder
    } else if (builder != NULL) {
      library->free(builder);
    }
  }
  if (chosen != NULL) library->free(chosen);
  return context;
}

// A file in memory.
typedef struct {
  uint8_t *bytes;
  size_t count, room, position;
  int is_writable;
} memory;

static intptr_t memory_read(void *context, uint8_t *to, intptr_t count) {
  memory *m = context;
  if (count < 0) return -1;
  size_t left = m->position < m->count ? m->count - m->position : 0;
  size_t n = (size_t)count < left ? (size_t)count : left;
  if (n > 0) memcpy(to, m->bytes + m->position, n);
  m->position += n;
  return (intptr_t)n;
}

static intptr_t memory_seek(void *context, intptr_t offset, int mode) {
  memory *m = context;
  intptr_t base = mode == 0 ? 0 : mode == 1 ? (intptr_t)m->position : (intptr_t)m->count;
  if (base + offset < 0) return -1;
  m->position = (size_t)(base + offset);
  return base + offset;
}

static intptr_t memory_write(void *context, const uint8_t *from, intptr_t count) {
  memory *m = context;
  if (!m->is_writable || count < 0) return -1;
  size_t end = m->position + (size_t)count;
  if (end > m->room) {
    size_t room = end * 2;
    uint8_t *grown = realloc(m->bytes, room);
    if (grown == NULL) return -1;
    m->bytes = grown;
    m->room = room;
  }
  if (m->position > m->count) memset(m->bytes + m->count, 0, m->position - m->count);
  if (count > 0) memcpy(m->bytes + m->position, from, (size_t)count);
  m->position = end;
  if (end > m->count) m->count = end;
  return count;
}

static intptr_t memory_flush(void *context) {
  (void)context;
  return 0;
}

static c2pa_stream *open_stream(const lacquer_c2pa *library, memory *m) {
  return library->create_stream(m, memory_read, memory_seek, memory_write, memory_flush);
}

char *lacquer_c2pa_sign(const lacquer_c2pa *library, const lacquer_c2pa_job *job, uint8_t **out, size_t *out_count) {
  *out = NULL;
  *out_count = 0;
  memory source = {(uint8_t *)job->source, job->source_count, job->source_count, 0, 0};
  memory parent = {(uint8_t *)job->parent, job->parent_count, job->parent_count, 0, 0};
  memory target = {NULL, 0, 0, 0, 1};
  c2pa_builder *builder = NULL;
  c2pa_signer *signer = NULL;
  c2pa_stream *from = NULL, *old = NULL, *to = NULL;
  const unsigned char *manifest = NULL;
  char *message = NULL;
  c2pa_context *context = context_with(library, job->settings);
  if (context == NULL) {
    message = failure(library, "the settings were refused");
    goto end;
  }
  builder = library->builder_from_context(context);
  if (builder != NULL) builder = library->builder_with_definition(builder, job->definition);  // takes the empty one
  if (builder == NULL) {
    message = failure(library, "the manifest was refused");
    goto end;
  }
  if (job->parent != NULL) {
    // Intent 1 is "edit": the library puts the action c2pa.opened, with the parent as its ingredient, first.
    old = open_stream(library, &parent);
    if (library->builder_set_intent(builder, 1, 0) != 0 || old == NULL ||
        library->builder_add_ingredient(builder, job->parent_definition, job->format, old) != 0) {
      message = failure(library, "the earlier manifest could not be kept");
      goto end;
    }
  }
  c2pa_signer_info info = {job->algorithm, job->certificates, job->private_key, job->timestamp_url};
  signer = library->signer_from_info(&info);
  if (signer == NULL) {
    message = failure(library, "the certificate or its key was refused");
    goto end;
  }
  from = open_stream(library, &source);
  to = open_stream(library, &target);
  if (job->is_beside) library->builder_set_no_embed(builder);
  int64_t count = -1;
  if (from != NULL && to != NULL) count = library->builder_sign(builder, job->format, from, to, signer, &manifest);
  if (count < 0) {
    message = failure(library, "signing failed");
    goto end;
  }
  if (job->is_beside) {
    *out = manifest != NULL && count > 0 ? malloc((size_t)count) : NULL;
    if (*out == NULL) {
      message = strdup("no manifest was made, or there is no memory for it");
      goto end;
    }
    memcpy(*out, manifest, (size_t)count);
    *out_count = (size_t)count;
    goto end;
  }
  *out = target.bytes;
  *out_count = target.count;
  target.bytes = NULL;
end:
  if (manifest != NULL) library->manifest_free(manifest);
  if (to != NULL) library->release_stream(to);
  if (from != NULL) library->release_stream(from);
  if (old != NULL) library->release_stream(old);
  if (signer != NULL) library->signer_free(signer);
  if (builder != NULL) library->builder_free(builder);
  if (context != NULL) library->free(context);
  free(target.bytes);
  return message;
}

char *lacquer_c2pa_read(const lacquer_c2pa *library, const char *format, const char *settings, const uint8_t *bytes,
                        size_t count, const uint8_t *manifest, size_t manifest_count, char **out) {
  *out = NULL;
  c2pa_context *context = context_with(library, settings);
  if (context == NULL) return failure(library, "the settings were refused");
  memory file = {(uint8_t *)bytes, count, count, 0, 0};
  c2pa_stream *stream = open_stream(library, &file);
  c2pa_reader *reader = stream != NULL ? library->reader_from_context(context) : NULL;
  if (reader != NULL) {
    // Both take the empty reader, whether they succeed or not.
    reader = manifest != NULL ? library->reader_with_manifest(reader, format, stream, manifest, manifest_count)
                              : library->reader_with_stream(reader, format, stream);
  }
  if (reader != NULL) {
    char *json = library->reader_json(reader);
    if (json != NULL) {
      *out = strdup(json);
      library->string_free(json);
    }
  }
  char *message = *out == NULL ? failure(library, "reading failed") : NULL;
  if (reader != NULL) library->reader_free(reader);
  if (stream != NULL) library->release_stream(stream);
  library->free(context);
  return message;
}

#ifndef LACQUER_CONTENT_CREDENTIALS_H
#define LACQUER_CONTENT_CREDENTIALS_H

#include <stddef.h>
#include <stdint.h>

#include "fence_log.h"

// The C functions of libc2pa (contentauth/c2pa-rs) that are used, found by name at run time: the library ships without a
// header, and its API moves, so every name is probed.
typedef struct lacquer_c2pa lacquer_c2pa;

// Loads the library at `path`. Returns NULL with `log->error` set; a missing function is named. Never unloaded.
lacquer_c2pa *lacquer_c2pa_open(const char *path, lacquer_log *log);

// The library's version text, to be freed by the caller.
char *lacquer_c2pa_version(const lacquer_c2pa *library);

typedef struct {
  const char *format;        // MIME type
  const char *settings;      // JSON
  const char *definition;    // JSON of the manifest
  const char *algorithm;     // es256, ps256, ed25519, …
  const char *certificates;  // PEM, the signer's first
  const char *private_key;   // PEM, PKCS#8
  const char *timestamp_url; // or NULL
  const uint8_t *source;     // the file to sign
  size_t source_count;
  const uint8_t *parent;     // the file that it was made from, with its own manifest, or NULL
  size_t parent_count;
  const char *parent_definition;  // JSON of the ingredient
} lacquer_c2pa_job;

// Signs. Returns 1 with the signed file in memory that the caller frees, or 0 with `log->error` set.
int lacquer_c2pa_sign(const lacquer_c2pa *library, const lacquer_c2pa_job *job, uint8_t **out, size_t *out_count,
                      lacquer_log *log);

// Reads and validates the manifests of a file. Returns 1 with JSON that the caller frees, or 0 with `log->error` set,
// which for a file without any names ManifestNotFound.
int lacquer_c2pa_read(const lacquer_c2pa *library, const char *format, const char *settings, const uint8_t *bytes,
                      size_t count, char **out, lacquer_log *log);

#endif

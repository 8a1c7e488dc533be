#ifndef LACQUER_CONTENT_CREDENTIALS_H
#define LACQUER_CONTENT_CREDENTIALS_H

#include <stddef.h>
#include <stdint.h>

// The C functions of libc2pa (contentauth/c2pa-rs) that are used, found by name at run time: the library ships without a
// header, and its API moves, so every name is probed.
//
// Every function that can fail returns NULL for success, or a message that the caller releases with `free`.
typedef struct lacquer_c2pa lacquer_c2pa;

// Loads the library at `path`. A missing function is named. Never unloaded.
char *lacquer_c2pa_open(const char *path, lacquer_c2pa **library);

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
  int is_beside;                  // whether the manifest is to stay out of the file
} lacquer_c2pa_job;

// Signs. `*out` is the signed file in memory that the caller frees; of a manifest that stays out of the file, the manifest alone.
char *lacquer_c2pa_sign(const lacquer_c2pa *library, const lacquer_c2pa_job *job, uint8_t **out, size_t *out_count);

// Reads and validates the manifests of a file, or one that lies beside it (`manifest` is not NULL). `*out` is JSON that the caller frees. For a file without any the message
// names ManifestNotFound.
char *lacquer_c2pa_read(const lacquer_c2pa *library, const char *format, const char *settings, const uint8_t *bytes,
                        size_t count, const uint8_t *manifest, size_t manifest_count, char **out);

#endif

// The one way in which shared libraries are opened at run time. Nothing that is opened here is ever closed again once it
// has been found usable: its functions are kept for the life of the process.
#ifndef LACQUER_DYNAMIC_LIBRARY_H
#define LACQUER_DYNAMIC_LIBRARY_H

#include <stddef.h>

// One function of a library, and the function pointer that receives its address.
typedef struct {
  const char *name;
  void *slot;
} lacquer_symbol;

// Opens the library at `path`, or by a name that the dynamic loader looks for. Returns NULL with `*handle` set, or a message
// that the caller releases with `free`.
char *lacquer_library_open(const char *path, void **handle);

// Opens the first of `candidates` (ended by NULL) that can be opened. Returns NULL when there is none.
void *lacquer_library_open_first(const char *const *candidates);

// Fills every slot. Returns NULL, or the name of the first function that the library and those that it needs do not have.
const char *lacquer_library_find(void *handle, const lacquer_symbol *symbols, size_t count);

void lacquer_library_close(void *handle);

// A message of at most 199 printable ASCII characters on one line, made as `printf` does, to be released with `free`. For texts
// that may quote bytes of a file.
char *lacquer_message(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

#include "dynamic_library.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char *lacquer_library_open(const char *path, void **handle) {
  *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (*handle != NULL) return NULL;
  const char *why = dlerror();
  return strdup(why != NULL ? why : "cannot be opened");
}

void *lacquer_library_open_first(const char *const *candidates) {
  void *handle = NULL;
  for (; *candidates != NULL && handle == NULL; candidates++) handle = dlopen(*candidates, RTLD_NOW | RTLD_LOCAL);
  return handle;
}

const char *lacquer_library_find(void *handle, const lacquer_symbol *symbols, size_t count) {
  for (size_t i = 0; i < count; i++) {
    void *function = dlsym(handle, symbols[i].name);
    if (function == NULL) return symbols[i].name;
    // The way that POSIX shows for turning an object pointer into a function pointer.
    memcpy(symbols[i].slot, &function, sizeof function);
  }
  return NULL;
}

void lacquer_library_close(void *handle) { dlclose(handle); }

char *lacquer_message(const char *format, ...) {
  char text[200];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  for (char *c = text; *c != 0; c++) {
    if (*c < 32 || *c > 126) *c = '?';
  }
  return strdup(text);
}

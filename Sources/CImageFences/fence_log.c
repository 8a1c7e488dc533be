#include "fence_log.h"

#include <string.h>

// Texts may quote bytes of the file: keep them printable and on one line.
static void copy_text(char *to, const char *from) {
  size_t i = 0;
  for (; i + 1 < lacquer_log_text && from[i]; i++) to[i] = (from[i] < 32 || from[i] > 126) ? '?' : from[i];
  to[i] = 0;
}

void lacquer_log_add_warning(lacquer_log *log, const char *text) {
  if (log->warning_count < lacquer_log_warnings) {
    for (int i = 0; i < log->warning_count; i++)
      if (strncmp(log->warnings[i], text, lacquer_log_text - 1) == 0) return;
    copy_text(log->warnings[log->warning_count], text);
  }
  if (log->warning_count < 1000000) log->warning_count++;
}

void lacquer_log_set_error(lacquer_log *log, const char *text) { copy_text(log->error, text); }

#ifndef LACQUER_FENCE_LOG_H
#define LACQUER_FENCE_LOG_H

// What a fenced call into libpng, libjpeg, libdeflate or zlib has to say: an error text (empty when there is none) and the first
// warnings, one line each. Nothing is ever printed.

enum { lacquer_log_warnings = 16, lacquer_log_text = 200 };

typedef struct {
  char error[lacquer_log_text];
  char warnings[lacquer_log_warnings][lacquer_log_text];
  int warning_count;  // all of them, also those past the first `lacquer_log_warnings`
} lacquer_log;

// The text of warning `index`, for languages that see the array as a tuple.
static inline const char *lacquer_log_warning(const lacquer_log *log, int index) { return log->warnings[index]; }
static inline const char *lacquer_log_error(const lacquer_log *log) { return log->error; }

void lacquer_log_add_warning(lacquer_log *log, const char *text);
void lacquer_log_set_error(lacquer_log *log, const char *text);

#endif

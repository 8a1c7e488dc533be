// A file system that fails at the nth call: an interposing library (LD_PRELOAD) for scripts/fault-test.
//
//   FAULTY_FILES_BELOW   Only files below this absolute path count; those that are opened by a relative one count, too.
//   FAULTY_FILES_CALL    The call that fails, as KIND:N:HOW with N from 1. KIND is open, read, write, sync, rename (with link),
//                        or make (mkdir); HOW is EIO, ENOSPC, EINTR, EACCES, or short: a read or write of half of the bytes.
//   FAULTY_FILES_LOG     Gets one line "KIND PATH" a counted call, so that the number of calls can be found.
//
// One call fails, the calls before and after it work: what a caller tries again succeeds, as after a passing fault.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))
#define NEXT(name) ((__typeof__(&name))next(#name))

enum { max_descriptors = 4096 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char *paths[max_descriptors];
static long counts[8];
static const char *const kinds[] = {"open", "read", "write", "sync", "rename", "make"};
enum kind { OPEN, READ, WRITE, SYNC, RENAME, MAKE };

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static bool counts_path(const char *path) {
  const char *below = getenv("FAULTY_FILES_BELOW");
  if (below == NULL || path == NULL) return false;
  if (path[0] != '/') return true;
  size_t length = strlen(below);
  return strncmp(path, below, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static void note(const char *kind, const char *path) {
  const char *log = getenv("FAULTY_FILES_LOG");
  if (log == NULL) return;
  int descriptor = NEXT(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) return;
  char line[4352];
  int length = snprintf(line, sizeof line, "%s %s\n", kind, path);
  ssize_t ignored = NEXT(write)(descriptor, line, length < (int)sizeof line ? (size_t)length : sizeof line);
  (void)ignored;
  NEXT(close)(descriptor);
}

enum outcome { WORKS, FAILS, SHORT };

// Counts a call of this kind; says whether it is the one that fails, then with errno set.
static enum outcome count(enum kind kind, const char *path) {
  int before = errno;
  pthread_mutex_lock(&mutex);
  long n = ++counts[kind];
  pthread_mutex_unlock(&mutex);
  note(kinds[kind], path);
  errno = before;
  const char *wanted = getenv("FAULTY_FILES_CALL");
  if (wanted == NULL) return WORKS;
  char name[16], how[16];
  long at;
  if (sscanf(wanted, "%15[^:]:%ld:%15s", name, &at, how) != 3 || strcmp(name, kinds[kind]) != 0 || at != n) return WORKS;
  if (strcmp(how, "short") == 0) return SHORT;
  errno = strcmp(how, "ENOSPC") == 0 ? ENOSPC : strcmp(how, "EINTR") == 0 ? EINTR : strcmp(how, "EACCES") == 0 ? EACCES : EIO;
  return FAILS;
}

static void remember(int descriptor, const char *path) {
  if (descriptor < 0 || descriptor >= max_descriptors) return;
  pthread_mutex_lock(&mutex);
  free(paths[descriptor]);
  paths[descriptor] = path != NULL ? strdup(path) : NULL;
  pthread_mutex_unlock(&mutex);
}

// The path of a descriptor that counts, copied to `to`; false for any other.
static bool is_counted(int descriptor, char to[4096]) {
  if (descriptor < 0 || descriptor >= max_descriptors) return false;
  pthread_mutex_lock(&mutex);
  bool is = paths[descriptor] != NULL;
  if (is) snprintf(to, 4096, "%s", paths[descriptor]);
  pthread_mutex_unlock(&mutex);
  return is;
}

static mode_t mode_of(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(arguments, int) : 0;
}

static int open_counted(const char *path, int descriptor_or_failure) {
  remember(descriptor_or_failure, path);
  return descriptor_or_failure;
}

EXPORTED int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  if (!counts_path(path)) return NEXT(open)(path, flags, mode);
  if (count(OPEN, path) != WORKS) return -1;
  return open_counted(path, NEXT(open)(path, flags, mode));
}

EXPORTED int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  if (!counts_path(path)) return NEXT(open64)(path, flags, mode);
  if (count(OPEN, path) != WORKS) return -1;
  return open_counted(path, NEXT(open64)(path, flags, mode));
}

EXPORTED int openat(int folder, const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  if (!counts_path(path)) return NEXT(openat)(folder, path, flags, mode);
  if (count(OPEN, path) != WORKS) return -1;
  return open_counted(path, NEXT(openat)(folder, path, flags, mode));
}

EXPORTED int close(int descriptor) {
  remember(descriptor, NULL);
  return NEXT(close)(descriptor);
}

static bool fails(enum kind kind, int descriptor, size_t *length) {
  char path[4096];
  if (!is_counted(descriptor, path)) return false;
  switch (count(kind, path)) {
    case WORKS: return false;
    case SHORT:
      if (length != NULL && *length > 1) *length /= 2;
      return false;
    case FAILS: return true;
  }
  return false;
}

EXPORTED ssize_t read(int descriptor, void *to, size_t length) {
  return fails(READ, descriptor, &length) ? -1 : NEXT(read)(descriptor, to, length);
}

EXPORTED ssize_t pread(int descriptor, void *to, size_t length, off_t at) {
  return fails(READ, descriptor, &length) ? -1 : NEXT(pread)(descriptor, to, length, at);
}

EXPORTED ssize_t pread64(int descriptor, void *to, size_t length, off64_t at) {
  return fails(READ, descriptor, &length) ? -1 : NEXT(pread64)(descriptor, to, length, at);
}

EXPORTED ssize_t write(int descriptor, const void *from, size_t length) {
  return fails(WRITE, descriptor, &length) ? -1 : NEXT(write)(descriptor, from, length);
}

EXPORTED ssize_t pwrite(int descriptor, const void *from, size_t length, off_t at) {
  return fails(WRITE, descriptor, &length) ? -1 : NEXT(pwrite)(descriptor, from, length, at);
}

EXPORTED ssize_t pwrite64(int descriptor, const void *from, size_t length, off64_t at) {
  return fails(WRITE, descriptor, &length) ? -1 : NEXT(pwrite64)(descriptor, from, length, at);
}

EXPORTED int fsync(int descriptor) { return fails(SYNC, descriptor, NULL) ? -1 : NEXT(fsync)(descriptor); }

EXPORTED int fdatasync(int descriptor) { return fails(SYNC, descriptor, NULL) ? -1 : NEXT(fdatasync)(descriptor); }

EXPORTED int rename(const char *from, const char *to) {
  if (counts_path(to) && count(RENAME, to) == FAILS) return -1;
  return NEXT(rename)(from, to);
}

EXPORTED int renameat2(int folder, const char *from, int other, const char *to, unsigned flags) {
  if (counts_path(to) && count(RENAME, to) == FAILS) return -1;
  return NEXT(renameat2)(folder, from, other, to, flags);
}

EXPORTED int link(const char *from, const char *to) {
  if (counts_path(to) && count(RENAME, to) == FAILS) return -1;
  return NEXT(link)(from, to);
}

EXPORTED int linkat(int folder, const char *from, int other, const char *to, int flags) {
  if (counts_path(to) && count(RENAME, to) == FAILS) return -1;
  return NEXT(linkat)(folder, from, other, to, flags);
}

EXPORTED int mkdir(const char *path, mode_t mode) {
  if (counts_path(path) && count(MAKE, path) == FAILS) return -1;
  return NEXT(mkdir)(path, mode);
}

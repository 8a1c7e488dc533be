// A child process that does not outlive its parent, which Foundation's `Process` cannot make.

#ifndef LACQUER_CHILD_PROCESS_H
#define LACQUER_CHILD_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/// Runs the program at `path`, which is no shell word and not looked for, in a process group of its own.
///
/// Its standard input is empty, its standard output thrown away, and its standard error the open file `messages`. On Linux
/// it is killed when the thread that called this function ends, so that thread has to wait for it.
///
/// @param arguments the program's arguments, the first its own name, ended by NULL.
/// @return 0, or the `errno` of what failed; `child` is set for 0 only.
int lacquer_child_start(const char *path, char *const arguments[], int messages, pid_t *child);

/// Waits until the child ends, at most so many seconds, after which its whole group is killed.
///
/// @param status as `waitpid` gives it.
/// @return whether it ended by itself.
bool lacquer_child_wait(pid_t child, double seconds, int *status);

#endif

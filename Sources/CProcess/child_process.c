#include "child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

extern char **environ;

// The child's side of the fork. Only functions that are safe after a fork of several threads are called.
static void become(const char *path, char *const arguments[], int messages, int empty, int failures, pid_t parent) {
  setpgid(0, 0);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have ended before it was listened to.
  if (getppid() != parent) _exit(127);
#else
  (void)parent;
#endif
  // Four gibibytes are more than any picture that is read, or any message.
  struct rlimit largest = {(rlim_t)1 << 32, (rlim_t)1 << 32};
  setrlimit(RLIMIT_FSIZE, &largest);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < 32; number++) {
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
  if (dup2(empty, STDIN_FILENO) >= 0 && dup2(empty, STDOUT_FILENO) >= 0 && dup2(messages, STDERR_FILENO) >= 0) {
    for (int file = 3; file < 1024; file++) {
      if (file != failures) close(file);
    }
    execve(path, arguments, environ);
  }
  int reason = errno;
  ssize_t written = write(failures, &reason, sizeof reason);
  (void)written;
  _exit(127);
}

int lacquer_child_start(const char *path, char *const arguments[], int messages, pid_t *child) {
  int failures[2];
  if (pipe(failures) != 0) return errno;
  fcntl(failures[0], F_SETFD, FD_CLOEXEC);
  fcntl(failures[1], F_SETFD, FD_CLOEXEC);
  int empty = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (empty < 0) {
    int reason = errno;
    close(failures[0]);
    close(failures[1]);
    return reason;
  }
  pid_t parent = getpid();
  pid_t process = fork();
  int reason = process < 0 ? errno : 0;
  if (process == 0) become(path, arguments, messages, empty, failures[1], parent);
  close(empty);
  close(failures[1]);
  if (process > 0) {
    // Both sides set the group, so that it is there whoever comes first.
    setpgid(process, process);
    // The pipe closes when the program begins; before that it carries what failed.
    ssize_t count;
    do {
      count = read(failures[0], &reason, sizeof reason);
    } while (count < 0 && errno == EINTR);
    if (count != sizeof reason) reason = 0;
    if (reason != 0) {
      while (waitpid(process, NULL, 0) < 0 && errno == EINTR) continue;
    } else {
      *child = process;
    }
  }
  close(failures[0]);
  return reason;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

bool lacquer_child_wait(pid_t child, double seconds, int *status) {
  double end = now() + seconds;
  // Short programs are noticed soon, long ones cost few looks.
  int milliseconds = 1;
  bool ended = true;
  for (;;) {
    pid_t found = waitpid(child, status, ended ? WNOHANG : 0);
    if (found == child) break;
    if (found < 0 && errno != EINTR) {
      *status = 0;
      break;
    }
    if (found != 0) continue;
    if (now() >= end) {
      kill(-child, SIGKILL);
      ended = false;
      continue;
    }
    poll(NULL, 0, milliseconds);
    if (milliseconds < 50) milliseconds *= 2;
  }
  // What the program left running behind it.
  kill(-child, SIGKILL);
  return ended;
}

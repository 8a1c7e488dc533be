#define _GNU_SOURCE
#include "usable_cores.h"

#ifdef __linux__
#include <sched.h>
#endif

int lacquer_usable_cores(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return 0;
}

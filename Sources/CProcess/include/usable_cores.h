// The cores that a process is bound to, which Swift's Glibc module does not offer.

#ifndef LACQUER_USABLE_CORES_H
#define LACQUER_USABLE_CORES_H

/// How many cores the process may run on, as `taskset` binds it; 0 where the system does not say.
int lacquer_usable_cores(void);

#endif

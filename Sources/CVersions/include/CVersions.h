#ifndef LACQUER_CVERSIONS_H
#define LACQUER_CVERSIONS_H

// The commit that this program was built from, as `git describe --always --dirty` names it; an empty text when the build
// was not told. `scripts/setup` passes it to the compiler through the environment variable LACQUER_COMMIT.
const char *lacquer_commit(void);

// Version of the libpng that is loaded, as "1.6.39".
const char *lacquer_libpng_version(void);

// Version of the libjpeg-turbo whose headers this program was compiled with, as "2.1.5"; the library does not tell its own.
const char *lacquer_libjpeg_turbo_version(void);

// Version of the libdeflate whose headers this program was compiled with, as "1.14"; the library does not tell its own.
const char *lacquer_libdeflate_version(void);

// Version of the Little CMS that is loaded: 2140 is 2.14.
int lacquer_lcms_version(void);

#endif

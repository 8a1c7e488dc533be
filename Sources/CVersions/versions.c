#include "CVersions.h"

#include <lcms2.h>
#include <libdeflate.h>
#include <png.h>
#include <stdio.h>
// jpeglib.h needs stdio.h before it.
#include <jpeglib.h>

#ifndef LACQUER_COMMIT
#define LACQUER_COMMIT ""
#endif

#define TEXT_OF(token) #token
#define TEXT(macro) TEXT_OF(macro)

const char *lacquer_commit(void) { return LACQUER_COMMIT; }

const char *lacquer_libpng_version(void) { return png_get_libpng_ver(NULL); }

#ifdef LIBJPEG_TURBO_VERSION
const char *lacquer_libjpeg_turbo_version(void) { return TEXT(LIBJPEG_TURBO_VERSION); }
#else
const char *lacquer_libjpeg_turbo_version(void) { return "unknown"; }
#endif

const char *lacquer_libdeflate_version(void) { return LIBDEFLATE_VERSION_STRING; }

int lacquer_lcms_version(void) { return cmsGetEncodedCMMversion(); }

#include "onnx_runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dynamic_library.h"

// The library's own handles, never looked into.
typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtValue OrtValue;
typedef struct OrtTensorTypeAndShapeInfo OrtTensorTypeAndShapeInfo;
typedef struct OrtArenaCfg OrtArenaCfg;

typedef void (*entry)(void);

typedef struct {
  const entry *(*get_api)(uint32_t version);
  const char *(*get_version_string)(void);
} api_base;

// Positions in OrtApi.
enum {
  GET_ERROR_MESSAGE = 2,
  CREATE_ENV = 3,
  DISABLE_TELEMETRY_EVENTS = 6,
  CREATE_SESSION = 7,
  CREATE_SESSION_FROM_ARRAY = 8,
  RUN = 9,
  CREATE_SESSION_OPTIONS = 10,
  SET_SESSION_GRAPH_OPTIMIZATION_LEVEL = 23,
  SET_INTRA_OP_NUM_THREADS = 24,
  CREATE_RUN_OPTIONS = 39,
  CREATE_TENSOR_WITH_DATA_AS_ORT_VALUE = 49,
  GET_TENSOR_MUTABLE_DATA = 51,
  GET_TENSOR_ELEMENT_TYPE = 60,
  GET_DIMENSIONS_COUNT = 61,
  GET_DIMENSIONS = 62,
  GET_TENSOR_SHAPE_ELEMENT_COUNT = 64,
  GET_TENSOR_TYPE_AND_SHAPE = 65,
  CREATE_CPU_MEMORY_INFO = 69,
  RELEASE_ENV = 92,
  RELEASE_STATUS = 93,
  RELEASE_MEMORY_INFO = 94,
  RELEASE_SESSION = 95,
  RELEASE_VALUE = 96,
  RELEASE_RUN_OPTIONS = 97,
  RELEASE_TENSOR_TYPE_AND_SHAPE_INFO = 99,
  RELEASE_SESSION_OPTIONS = 100,
  ADD_SESSION_CONFIG_ENTRY = 130,
  CREATE_AND_REGISTER_ALLOCATOR = 144,
  CREATE_ARENA_CFG = 156,
  RELEASE_ARENA_CFG = 157,
  ADD_RUN_CONFIG_ENTRY = 165,
};

// The interface of ONNX Runtime 1.18, the first release that runs opset 21.
static const uint32_t api_version = 18;

struct lacquer_ort_library {
  const entry *api;
  const char *version;
  OrtEnv *env;
  OrtMemoryInfo *cpu;
};

struct lacquer_ort_session {
  OrtSession *session;
};

#define CALL(library, index, type, ...) ((type)(library)->api[index])(__VA_ARGS__)

// The message of a failed call, or NULL; takes the status over.
static char *message_of(const lacquer_ort_library *library, OrtStatus *status) {
  if (status == NULL) return NULL;
  const char *text = CALL(library, GET_ERROR_MESSAGE, const char *(*)(const OrtStatus *), status);
  char *copy = strdup(text != NULL ? text : "unknown failure");
  CALL(library, RELEASE_STATUS, void (*)(OrtStatus *), status);
  return copy;
}

// Release builds of ONNX Runtime report to their maker: they keep a device identifier and an event store in the user's
// cache folder and look up a collector. They read this variable while they are loaded.
void lacquer_ort_disable_telemetry(void) {
  const char *value = getenv("ORT_DISABLE_TELEMETRY");
  // Setting a variable moves the environment under the feet of other threads, so a program does it early and once.
  if (value == NULL || strcmp(value, "1") != 0) setenv("ORT_DISABLE_TELEMETRY", "1", 1);
}

// One arena for all sessions, which grows by what is asked for. With one a session, every size that a picture is shown at
// would hold on to the memory of its largest run.
static char *share_arena(const lacquer_ort_library *library) {
  OrtArenaCfg *config = NULL;
  // No limit (0), grow by what is asked for (1), the library's own first chunk and largest unused rest (-1).
  char *message = message_of(
    library,
    CALL(
      library, CREATE_ARENA_CFG, OrtStatus *(*)(size_t, int, int, int, OrtArenaCfg **), 0, 1, -1, -1, &config));
  if (message != NULL) return message;
  message = message_of(
    library,
    CALL(
      library, CREATE_AND_REGISTER_ALLOCATOR,
      OrtStatus *(*)(OrtEnv *, const OrtMemoryInfo *, const OrtArenaCfg *), library->env, library->cpu, config));
  CALL(library, RELEASE_ARENA_CFG, void (*)(OrtArenaCfg *), config);
  return message;
}

char *lacquer_ort_open(const char *path, lacquer_ort_library **library) {
  *library = NULL;
  lacquer_ort_disable_telemetry();
  void *handle = NULL;
  char *message = lacquer_library_open(path, &handle);
  if (message != NULL) return message;
  const api_base *(*get_base)(void) = NULL;
  const lacquer_symbol symbol = {"OrtGetApiBase", &get_base};
  if (lacquer_library_find(handle, &symbol, 1) != NULL) {
    lacquer_library_close(handle);
    return strdup("is not ONNX Runtime: it has no OrtGetApiBase");
  }
  const api_base *base = get_base();
  const char *version = base->get_version_string();
  unsigned major = 0, minor = 0;
  // Asking an old library for a newer interface makes it print to standard error, so its version is looked at first.
  if (sscanf(version, "%u.%u", &major, &minor) != 2 || major < 1 || (major == 1 && minor < api_version)) {
    char text[160];
    snprintf(text, sizeof text, "is ONNX Runtime %.40s, but 1.%u or newer is needed", version, api_version);
    lacquer_library_close(handle);
    return strdup(text);
  }
  lacquer_ort_library *opened = calloc(1, sizeof *opened);
  if (opened == NULL) return strdup("out of memory");
  opened->api = base->get_api(api_version);
  opened->version = version;
  if (opened->api == NULL) {
    free(opened);
    return strdup("does not offer the interface of ONNX Runtime 1.18");
  }
  // 3: only errors are logged; what matters comes back as a status.
  message = message_of(
    opened, CALL(opened, CREATE_ENV, OrtStatus *(*)(int, const char *, OrtEnv **), 3, "lacquer", &opened->env));
  if (message == NULL) {
    message = message_of(
      opened, CALL(opened, DISABLE_TELEMETRY_EVENTS, OrtStatus *(*)(const OrtEnv *), opened->env));
  }
  if (message == NULL) {
    // Arena allocator (1), default memory (0).
    message = message_of(
      opened,
      CALL(opened, CREATE_CPU_MEMORY_INFO, OrtStatus *(*)(int, int, OrtMemoryInfo **), 1, 0, &opened->cpu));
  }
  if (message == NULL) message = share_arena(opened);
  if (message != NULL) {
    free(opened);
    return message;
  }
  *library = opened;
  return NULL;
}

const char *lacquer_ort_version(const lacquer_ort_library *library) { return library->version; }

static char *set_option(
  const lacquer_ort_library *library, OrtSessionOptions *options, const char *key, const char *value) {
  return message_of(
    library,
    CALL(
      library, ADD_SESSION_CONFIG_ENTRY, OrtStatus *(*)(OrtSessionOptions *, const char *, const char *), options, key,
      value));
}

static char *make_options(
  const lacquer_ort_library *library, lacquer_ort_options wanted, OrtSessionOptions **options) {
  char *message = message_of(
    library, CALL(library, CREATE_SESSION_OPTIONS, OrtStatus *(*)(OrtSessionOptions **), options));
  if (message != NULL) return message;
  message = message_of(
    library,
    CALL(library, SET_INTRA_OP_NUM_THREADS, OrtStatus *(*)(OrtSessionOptions *, int), *options, wanted.threads));
  if (message == NULL) {
    message = message_of(
      library,
      CALL(
        library, SET_SESSION_GRAPH_OPTIMIZATION_LEVEL, OrtStatus *(*)(OrtSessionOptions *, int), *options,
        wanted.optimise ? 99 : 0));
  }
  if (message == NULL) {
    message = set_option(library, *options, "session.intra_op.allow_spinning", wanted.spin ? "1" : "0");
  }
  if (message == NULL) message = set_option(library, *options, "session.use_env_allocators", "1");
  if (message != NULL) {
    CALL(library, RELEASE_SESSION_OPTIONS, void (*)(OrtSessionOptions *), *options);
  }
  return message;
}

static char *wrap_session(
  const lacquer_ort_library *library, OrtSessionOptions *options, OrtStatus *status, OrtSession *created,
  lacquer_ort_session **session) {
  CALL(library, RELEASE_SESSION_OPTIONS, void (*)(OrtSessionOptions *), options);
  char *message = message_of(library, status);
  if (message != NULL) return message;
  *session = malloc(sizeof **session);
  if (*session == NULL) {
    CALL(library, RELEASE_SESSION, void (*)(OrtSession *), created);
    return strdup("out of memory");
  }
  (*session)->session = created;
  return NULL;
}

char *lacquer_ort_session_create(
  const lacquer_ort_library *library, const void *model, size_t length, lacquer_ort_options wanted,
  lacquer_ort_session **session) {
  *session = NULL;
  OrtSessionOptions *options = NULL;
  char *message = make_options(library, wanted, &options);
  if (message != NULL) return message;
  OrtSession *created = NULL;
  OrtStatus *status = CALL(
    library, CREATE_SESSION_FROM_ARRAY,
    OrtStatus *(*)(const OrtEnv *, const void *, size_t, const OrtSessionOptions *, OrtSession **), library->env, model,
    length, options, &created);
  return wrap_session(library, options, status, created, session);
}

char *lacquer_ort_session_open(
  const lacquer_ort_library *library, const char *path, lacquer_ort_options wanted, lacquer_ort_session **session) {
  *session = NULL;
  OrtSessionOptions *options = NULL;
  char *message = make_options(library, wanted, &options);
  if (message != NULL) return message;
  OrtSession *created = NULL;
  OrtStatus *status = CALL(
    library, CREATE_SESSION, OrtStatus *(*)(const OrtEnv *, const char *, const OrtSessionOptions *, OrtSession **),
    library->env, path, options, &created);
  return wrap_session(library, options, status, created, session);
}

void lacquer_ort_session_release(const lacquer_ort_library *library, lacquer_ort_session *session) {
  if (session == NULL) return;
  CALL(library, RELEASE_SESSION, void (*)(OrtSession *), session->session);
  free(session);
}

static void release_value(const lacquer_ort_library *library, OrtValue *value) {
  if (value != NULL) CALL(library, RELEASE_VALUE, void (*)(OrtValue *), value);
}

static char *wrap_tensor(const lacquer_ort_library *library, const lacquer_ort_tensor *tensor, OrtValue **value) {
  return message_of(
    library,
    CALL(
      library, CREATE_TENSOR_WITH_DATA_AS_ORT_VALUE,
      OrtStatus *(*)(const OrtMemoryInfo *, void *, size_t, const int64_t *, size_t, int, OrtValue **), library->cpu,
      tensor->data, tensor->bytes, tensor->shape, tensor->rank, tensor->type, value));
}

static size_t element_size(int32_t type) {
  switch (type) {
    case LACQUER_ORT_FLOAT:
    case LACQUER_ORT_INT32: return 4;
    case LACQUER_ORT_INT64: return 8;
    case LACQUER_ORT_BOOL: return 1;
    default: return 0;
  }
}

// Describes a tensor that the library allocated.
static char *describe(const lacquer_ort_library *library, OrtValue *value, lacquer_ort_tensor *tensor) {
  OrtTensorTypeAndShapeInfo *info = NULL;
  char *message = message_of(
    library,
    CALL(
      library, GET_TENSOR_TYPE_AND_SHAPE, OrtStatus *(*)(const OrtValue *, OrtTensorTypeAndShapeInfo **), value, &info));
  if (message != NULL) return message;
  int type = 0;
  size_t count = 0;
  message = message_of(
    library,
    CALL(
      library, GET_TENSOR_ELEMENT_TYPE, OrtStatus *(*)(const OrtTensorTypeAndShapeInfo *, int *), info, &type));
  if (message == NULL) {
    message = message_of(
      library,
      CALL(
        library, GET_DIMENSIONS_COUNT, OrtStatus *(*)(const OrtTensorTypeAndShapeInfo *, size_t *), info,
        &tensor->rank));
  }
  if (message == NULL && tensor->rank > LACQUER_ORT_MAX_RANK) message = strdup("a tensor has more than 8 axes");
  if (message == NULL) {
    message = message_of(
      library,
      CALL(
        library, GET_DIMENSIONS, OrtStatus *(*)(const OrtTensorTypeAndShapeInfo *, int64_t *, size_t), info,
        tensor->shape, tensor->rank));
  }
  if (message == NULL) {
    message = message_of(
      library,
      CALL(
        library, GET_TENSOR_SHAPE_ELEMENT_COUNT, OrtStatus *(*)(const OrtTensorTypeAndShapeInfo *, size_t *), info,
        &count));
  }
  CALL(library, RELEASE_TENSOR_TYPE_AND_SHAPE_INFO, void (*)(OrtTensorTypeAndShapeInfo *), info);
  if (message == NULL && element_size(type) == 0) message = strdup("an output is neither float, integer nor boolean");
  if (message == NULL) {
    message = message_of(
      library,
      CALL(library, GET_TENSOR_MUTABLE_DATA, OrtStatus *(*)(OrtValue *, void **), value, &tensor->data));
  }
  if (message != NULL) return message;
  tensor->type = type;
  tensor->bytes = count * element_size(type);
  tensor->owner = value;
  return NULL;
}

// Options with which a run gives back what the arena holds and nothing uses.
static char *make_shrinking(const lacquer_ort_library *library, OrtRunOptions **options) {
  char *message = message_of(library, CALL(library, CREATE_RUN_OPTIONS, OrtStatus *(*)(OrtRunOptions **), options));
  if (message != NULL) return message;
  return message_of(
    library,
    CALL(
      library, ADD_RUN_CONFIG_ENTRY, OrtStatus *(*)(OrtRunOptions *, const char *, const char *), *options,
      "memory.enable_memory_arena_shrinkage", "cpu:0"));
}

char *lacquer_ort_run(
  const lacquer_ort_library *library, lacquer_ort_session *session, const char *const *input_names,
  const lacquer_ort_tensor *inputs, size_t input_count, const char *const *output_names, lacquer_ort_tensor *outputs,
  size_t output_count, bool shrinks) {
  OrtValue **values = calloc(input_count + output_count + 1, sizeof *values);
  if (values == NULL) return strdup("out of memory");
  OrtValue **results = values + input_count;
  OrtRunOptions *options = NULL;
  char *message = shrinks ? make_shrinking(library, &options) : NULL;
  for (size_t i = 0; i < input_count && message == NULL; i++) message = wrap_tensor(library, &inputs[i], &values[i]);
  for (size_t i = 0; i < output_count && message == NULL; i++) {
    if (outputs[i].data != NULL) message = wrap_tensor(library, &outputs[i], &results[i]);
  }
  if (message == NULL) {
    message = message_of(
      library,
      CALL(
        library, RUN,
        OrtStatus *(*)(
          OrtSession *, const OrtRunOptions *, const char *const *, const OrtValue *const *, size_t,
          const char *const *, size_t, OrtValue **),
        session->session, options, input_names, (const OrtValue *const *)values, input_count, output_names, output_count,
        results));
  }
  for (size_t i = 0; i < output_count && message == NULL; i++) {
    if (outputs[i].data != NULL) continue;
    message = describe(library, results[i], &outputs[i]);
    // From here the caller's tensor owns it.
    if (message == NULL) results[i] = NULL;
  }
  if (message != NULL) {
    for (size_t i = 0; i < output_count; i++) lacquer_ort_tensor_release(library, &outputs[i]);
  }
  for (size_t i = 0; i < input_count + output_count; i++) release_value(library, values[i]);
  free(values);
  if (options != NULL) CALL(library, RELEASE_RUN_OPTIONS, void (*)(OrtRunOptions *), options);
  return message;
}

void lacquer_ort_tensor_release(const lacquer_ort_library *library, lacquer_ort_tensor *tensor) {
  if (tensor->owner == NULL) return;
  release_value(library, tensor->owner);
  tensor->owner = NULL;
  tensor->data = NULL;
}

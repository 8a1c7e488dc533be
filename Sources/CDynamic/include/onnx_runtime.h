// ONNX Runtime, opened at run time: the few entries of its C interface that Lacquer calls.
//
// The library's `OrtApi` is a struct of function pointers whose order is fixed and only ever appended to, so an entry is
// its index. Nothing is linked; a machine without the library can still do everything that needs no model.
//
// Every function that can fail returns NULL or a message that the caller releases with `free`.

#ifndef LACQUER_ONNX_RUNTIME_H
#define LACQUER_ONNX_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lacquer_ort_library lacquer_ort_library;
typedef struct lacquer_ort_session lacquer_ort_session;

/// Element types as ONNX numbers them (TensorProto.DataType).
enum {
  LACQUER_ORT_FLOAT = 1,
  LACQUER_ORT_INT32 = 6,
  LACQUER_ORT_INT64 = 7,
  LACQUER_ORT_BOOL = 9,
};

enum { LACQUER_ORT_MAX_RANK = 8 };

/// A dense tensor in memory.
///
/// As an input, everything is given. As an output with `data`, the library writes there; with `data` NULL the library
/// allocates, fills in every field, and the tensor is released with `lacquer_ort_tensor_release`.
typedef struct {
  int32_t type;
  size_t rank;
  int64_t shape[LACQUER_ORT_MAX_RANK];
  void *data;
  size_t bytes;
  void *owner;
} lacquer_ort_tensor;

typedef struct {
  int threads;
  /// Whether idle workers spin before they sleep: quicker steps, a busy second core.
  bool spin;
  /// Whether the graph is optimised (fusion, layouts, constants folded ahead). Off for graphs that run once.
  bool optimise;
} lacquer_ort_options;

/// Sets the variable of the environment that keeps ONNX Runtime from reporting to its maker. `lacquer_ort_open` does so, too; a
/// program calls it before it starts threads, since other threads must not read the environment meanwhile.
void lacquer_ort_disable_telemetry(void);

/// Opens the shared library at `path` (or by soname) and starts its environment, with its telemetry off. It stays open for
/// good.
char *lacquer_ort_open(const char *path, lacquer_ort_library **library);

/// The library's version, as "1.32.0".
const char *lacquer_ort_version(const lacquer_ort_library *library);

/// A session over the bytes of an ONNX model. They are not needed afterwards.
char *lacquer_ort_session_create(
  const lacquer_ort_library *library, const void *model, size_t length, lacquer_ort_options options,
  lacquer_ort_session **session);

/// A session over an ONNX model in a file; tensors kept in other files are found beside it.
char *lacquer_ort_session_open(
  const lacquer_ort_library *library, const char *path, lacquer_ort_options options, lacquer_ort_session **session);

void lacquer_ort_session_release(const lacquer_ort_library *library, lacquer_ort_session *session);

/// Runs a session; if it `shrinks`, memory that all sessions keep and none uses is given back afterwards. Safe to call from
/// several threads at once.
char *lacquer_ort_run(
  const lacquer_ort_library *library, lacquer_ort_session *session,
  const char *const *input_names, const lacquer_ort_tensor *inputs, size_t input_count,
  const char *const *output_names, lacquer_ort_tensor *outputs, size_t output_count, bool shrinks);

void lacquer_ort_tensor_release(const lacquer_ort_library *library, lacquer_ort_tensor *tensor);

#endif

#include "jpeg_fence.h"

#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  struct jpeg_error_mgr errors;  // first, so that cinfo->err is also a fence
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  lacquer_log *log;
  int max_scans;
  int reading, writing;
  struct jpeg_decompress_struct in;
  struct jpeg_compress_struct out;
  // The output, grown by a destination manager of our own: after an error, jpeg_mem_dest leaves a freed buffer behind.
  struct jpeg_destination_mgr destination;
  uint8_t *bytes;
  size_t capacity;
} fence;

static fence *fence_of(j_common_ptr cinfo) { return (fence *)cinfo->err; }

static void on_error(j_common_ptr cinfo) {
  fence *f = fence_of(cinfo);
  char text[JMSG_LENGTH_MAX];
  cinfo->err->format_message(cinfo, text);
  lacquer_log_set_error(f->log, text);
  longjmp(f->escape, 1);
}

static void fail(fence *f, const char *text) {
  lacquer_log_set_error(f->log, text);
  longjmp(f->escape, 1);
}

static void on_message(j_common_ptr cinfo, int level) {
  if (level >= 0) return;  // traces
  char text[JMSG_LENGTH_MAX];
  cinfo->err->format_message(cinfo, text);
  cinfo->err->num_warnings++;
  lacquer_log_add_warning(fence_of(cinfo)->log, text);
}

static void on_output(j_common_ptr cinfo) { (void)cinfo; }

static void on_progress(j_common_ptr cinfo) {
  fence *f = fence_of(cinfo);
  if (cinfo->is_decompressor && f->in.input_scan_number > f->max_scans) fail(f, "too many scans");
}

// On the heap, so that nothing of it is indeterminate after a longjmp.
static fence *open_fence(lacquer_log *log) {
  fence *f = calloc(1, sizeof(fence));
  if (!f) {
    lacquer_log_set_error(log, "out of memory");
    return NULL;
  }
  f->log = log;
  f->max_scans = 1;
  jpeg_std_error(&f->errors);
  f->errors.error_exit = on_error;
  f->errors.emit_message = on_message;
  f->errors.output_message = on_output;
  f->progress.progress_monitor = on_progress;
  f->in.err = f->out.err = &f->errors;
  return f;
}

static int close_fence(fence *f, int ok) {
  if (f->reading) jpeg_destroy_decompress(&f->in);
  if (f->writing) jpeg_destroy_compress(&f->out);
  free(f->bytes);
  free(f);
  return ok;
}

static void start_reading(fence *f, const uint8_t *bytes, size_t count) {
  jpeg_create_decompress(&f->in);
  f->reading = 1;
  f->in.progress = &f->progress;
  jpeg_mem_src(&f->in, (unsigned char *)bytes, (unsigned long)count);
  jpeg_read_header(&f->in, TRUE);
}

static void grow_output(fence *f) {
  const size_t used = f->capacity;
  const size_t capacity = used ? used * 2 : 1 << 18;
  uint8_t *grown = realloc(f->bytes, capacity);
  if (!grown) fail(f, "out of memory");
  f->bytes = grown;
  f->capacity = capacity;
  f->destination.next_output_byte = grown + used;
  f->destination.free_in_buffer = capacity - used;
}

static void init_output(j_compress_ptr cinfo) { grow_output(fence_of((j_common_ptr)cinfo)); }

// libjpeg calls this when the buffer is full, whatever free_in_buffer says.
static boolean empty_output(j_compress_ptr cinfo) {
  grow_output(fence_of((j_common_ptr)cinfo));
  return TRUE;
}

static void finish_output(j_compress_ptr cinfo) { (void)cinfo; }

static void start_writing(fence *f) {
  jpeg_create_compress(&f->out);
  f->writing = 1;
  f->destination.init_destination = init_output;
  f->destination.empty_output_buffer = empty_output;
  f->destination.term_destination = finish_output;
  f->out.dest = &f->destination;
}

static int take_output(fence *f, uint8_t **out, size_t *out_count) {
  *out = f->bytes;
  *out_count = f->capacity - f->destination.free_in_buffer;
  f->bytes = NULL;
  return close_fence(f, 1);
}

static void fill_info(struct jpeg_decompress_struct *in, lacquer_jpeg_info *info) {
  info->width = in->image_width;
  info->height = in->image_height;
  info->component_count = in->num_components;
  info->progressive = in->progressive_mode;
  info->arithmetic = in->arith_code;
  info->restart_interval = (int)in->restart_interval;
  info->adobe_transform = in->saw_Adobe_marker ? in->Adobe_transform : -1;
  info->jfif = in->saw_JFIF_marker;
  switch (in->jpeg_color_space) {
    case JCS_GRAYSCALE: info->colour_space = lacquer_jpeg_grey; info->channels = 1; break;
    case JCS_RGB: info->colour_space = lacquer_jpeg_rgb; info->channels = 3; break;
    case JCS_YCbCr: info->colour_space = lacquer_jpeg_ycc; info->channels = 3; break;
    case JCS_CMYK: info->colour_space = lacquer_jpeg_cmyk; info->channels = 4; break;
    case JCS_YCCK: info->colour_space = lacquer_jpeg_ycck; info->channels = 4; break;
    default: info->colour_space = 0; info->channels = 0; break;
  }
  for (int i = 0; i < in->num_components && i < 4; i++) {
    const jpeg_component_info *from = &in->comp_info[i];
    lacquer_jpeg_component *to = &info->components[i];
    to->id = from->component_id;
    to->horizontal = from->h_samp_factor;
    to->vertical = from->v_samp_factor;
    to->table = from->quant_tbl_no;
    to->blocks_wide = (int)from->width_in_blocks;
    to->blocks_high = (int)from->height_in_blocks;
    const JQUANT_TBL *table = in->quant_tbl_ptrs[from->quant_tbl_no & 3];
    for (int k = 0; table && k < 64; k++) to->quant[k] = table->quantval[k];
  }
}

int lacquer_jpeg_header(const uint8_t *bytes, size_t count, lacquer_jpeg_info *info, lacquer_log *log) {
  memset(info, 0, sizeof *info);
  fence *f = open_fence(log);
  if (!f) return 0;
  if (setjmp(f->escape)) return close_fence(f, 0);
  start_reading(f, bytes, count);
  fill_info(&f->in, info);
  return close_fence(f, 1);
}

// Whether a progressive picture has all bits of all coefficients.
static int has_all_scans(const struct jpeg_decompress_struct *in) {
  if (!in->progressive_mode || !in->coef_bits) return 1;
  for (int c = 0; c < in->num_components; c++)
    for (int i = 0; i < DCTSIZE2; i++)
      if (in->coef_bits[c][i] != 0) return 0;
  return 1;
}

int lacquer_jpeg_decode(const uint8_t *bytes, size_t count, int max_scans, int smoothing, uint8_t *out,
                        size_t out_count, int *complete, lacquer_log *log) {
  fence *f = open_fence(log);
  if (!f) return 0;
  f->max_scans = max_scans;
  if (setjmp(f->escape)) return close_fence(f, 0);
  start_reading(f, bytes, count);
  f->in.do_block_smoothing = smoothing ? TRUE : FALSE;
  jpeg_start_decompress(&f->in);
  *complete = has_all_scans(&f->in);
  const size_t stride = (size_t)f->in.output_width * (size_t)f->in.output_components;
  if (stride * f->in.output_height != out_count) fail(f, "picture has another size than its header");
  while (f->in.output_scanline < f->in.output_height) {
    JSAMPROW rows[16];
    JDIMENSION wanted = f->in.output_height - f->in.output_scanline;
    if (wanted > 16) wanted = 16;
    for (JDIMENSION i = 0; i < wanted; i++) rows[i] = out + (f->in.output_scanline + i) * stride;
    if (jpeg_read_scanlines(&f->in, rows, wanted) == 0) fail(f, "no scan line could be read");
  }
  jpeg_finish_decompress(&f->in);
  return close_fence(f, 1);
}

int lacquer_jpeg_coefficients(const uint8_t *bytes, size_t count, int max_scans, lacquer_jpeg_info *info, int16_t *out,
                              size_t out_count, lacquer_log *log) {
  memset(info, 0, sizeof *info);
  fence *f = open_fence(log);
  if (!f) return 0;
  f->max_scans = max_scans;
  if (setjmp(f->escape)) return close_fence(f, 0);
  start_reading(f, bytes, count);
  // Before the scans: a restart interval may be redefined between them.
  fill_info(&f->in, info);
  size_t needed = 0;
  for (int c = 0; c < info->component_count && c < 4; c++)
    needed += (size_t)info->components[c].blocks_wide * (size_t)info->components[c].blocks_high * 64;
  if (info->component_count > 4 || needed != out_count) fail(f, "picture has another size than its header");
  jvirt_barray_ptr *arrays = jpeg_read_coefficients(&f->in);
  for (int c = 0; c < info->component_count; c++) {
    lacquer_jpeg_component *component = &info->components[c];
    const JQUANT_TBL *table = f->in.comp_info[c].quant_table;
    if (!table) table = f->in.quant_tbl_ptrs[component->table & 3];
    // A damaged file may lack the scans and the table of a component, whose coefficients then are all zero.
    for (int i = 0; i < 64; i++) component->quant[i] = table ? table->quantval[i] : 16;
    const size_t row = (size_t)component->blocks_wide * 64;
    for (int y = 0; y < component->blocks_high; y++) {
      JBLOCKARRAY blocks =
          f->in.mem->access_virt_barray((j_common_ptr)&f->in, arrays[c], (JDIMENSION)y, 1, FALSE);
      memcpy(out, blocks[0], row * sizeof(int16_t));
      out += row;
    }
  }
  jpeg_finish_decompress(&f->in);
  return close_fence(f, 1);
}

// What Huffman coding can say (T.81, F.1.2); only damaged files hold more.
static inline JCOEF legal(int16_t value, int is_dc) {
  const int16_t low = is_dc ? -1024 : -1023, high = 1023;
  return value < low ? low : value > high ? high : value;
}

// The coefficients of a component, in rows of blocks, of which libjpeg gets copies of the few that it asks for: an array of its
// own would hold all of them once more.
typedef struct {
  const int16_t *from;
  JDIMENSION wide, high;
  JBLOCKARRAY rows;
} lent_blocks;

static JBLOCKARRAY lend(j_common_ptr cinfo, jvirt_barray_ptr array, JDIMENSION start, JDIMENSION count, boolean writable) {
  (void)cinfo, (void)writable;
  const lent_blocks *lent = (const lent_blocks *)(const void *)array;
  const size_t row = (size_t)lent->wide * 64;
  // The last unit of a picture may reach over its last row; libjpeg does not read that part.
  for (JDIMENSION y = start; y < start + count && y < lent->high; y++) {
    const int16_t *from = lent->from + y * row;
    JBLOCKROW to = lent->rows[y - start];
    for (size_t i = 0; i < row; i++) to[i >> 6][i & 63] = legal(from[i], (i & 63) == 0);
  }
  return lent->rows;
}

// Gives every distinct table a slot, each in the slot of its file where that is free.
static void assign_tables(fence *f, const lacquer_jpeg_info *info) {
  int slot_of[4] = {-1, -1, -1, -1};
  int used[4] = {0, 0, 0, 0};
  for (int c = 0; c < info->component_count; c++) {
    const lacquer_jpeg_component *component = &info->components[c];
    for (int before = 0; before < c && slot_of[c] < 0; before++)
      if (memcmp(component->quant, info->components[before].quant, sizeof component->quant) == 0 &&
          component->table == info->components[before].table)
        slot_of[c] = slot_of[before];
    if (slot_of[c] < 0) {
      int slot = component->table & 3;
      while (used[slot]) slot = (slot + 1) & 3;  // at most four components: there is one
      used[slot] = 1;
      slot_of[c] = slot;
      JQUANT_TBL **table = &f->out.quant_tbl_ptrs[slot];
      if (!*table) *table = jpeg_alloc_quant_table((j_common_ptr)&f->out);
      for (int i = 0; i < 64; i++) (*table)->quantval[i] = component->quant[i];
      (*table)->sent_table = FALSE;
    }
    f->out.comp_info[c].quant_tbl_no = slot_of[c];
  }
}

int lacquer_jpeg_write_coefficients(const lacquer_jpeg_info *info, int interleaved, const int16_t *coefficients,
                                    size_t coefficient_count, uint8_t **out, size_t *out_count, lacquer_log *log) {
  *out = NULL;
  *out_count = 0;
  fence *f = open_fence(log);
  if (!f) return 0;
  if (setjmp(f->escape)) return close_fence(f, 0);
  start_writing(f);
  struct jpeg_compress_struct *cinfo = &f->out;
  cinfo->image_width = info->width;
  cinfo->image_height = info->height;
  cinfo->input_components = info->component_count;
  J_COLOR_SPACE space = JCS_UNKNOWN;
  switch (info->colour_space) {
    case lacquer_jpeg_grey: space = JCS_GRAYSCALE; break;
    case lacquer_jpeg_rgb: space = JCS_RGB; break;
    case lacquer_jpeg_ycc: space = JCS_YCbCr; break;
    case lacquer_jpeg_cmyk: space = JCS_CMYK; break;
    case lacquer_jpeg_ycck: space = JCS_YCCK; break;
    default: fail(f, "colour space cannot be written");
  }
  cinfo->in_color_space = space;
  jpeg_set_defaults(cinfo);
  jpeg_set_colorspace(cinfo, space);
  // The caller puts the file's own segments back.
  cinfo->write_JFIF_header = FALSE;
  cinfo->write_Adobe_marker = FALSE;
  if (cinfo->num_components != info->component_count) fail(f, "colour space cannot be written");
  int blocks_a_unit = 0;
  for (int c = 0; c < info->component_count; c++) {
    jpeg_component_info *to = &cinfo->comp_info[c];
    to->component_id = info->components[c].id;
    to->h_samp_factor = info->components[c].horizontal;
    to->v_samp_factor = info->components[c].vertical;
    blocks_a_unit += to->h_samp_factor * to->v_samp_factor;
  }
  for (int slot = 0; slot < 4; slot++) cinfo->quant_tbl_ptrs[slot] = NULL;  // pool memory: freed with the rest
  assign_tables(f, info);
  cinfo->restart_interval = (unsigned int)info->restart_interval;
  cinfo->arith_code = info->arithmetic ? TRUE : FALSE;
  // Arithmetic coding adapts by itself, and libjpeg refuses to gather statistics for it.
  cinfo->optimize_coding = info->arithmetic ? FALSE : TRUE;
  jpeg_scan_info scans[4];
  if (info->progressive) {
    jpeg_simple_progression(cinfo);
  } else if (info->component_count > 1 && (!interleaved || blocks_a_unit > D_MAX_BLOCKS_IN_MCU)) {
    memset(scans, 0, sizeof scans);
    for (int c = 0; c < info->component_count; c++) {
      scans[c].comps_in_scan = 1;
      scans[c].component_index[0] = c;
      scans[c].Se = 63;
    }
    cinfo->scan_info = scans;
    cinfo->num_scans = info->component_count;
  }
  size_t needed = 0;
  for (int c = 0; c < info->component_count; c++)
    needed += (size_t)info->components[c].blocks_wide * (size_t)info->components[c].blocks_high * 64;
  if (needed != coefficient_count) fail(f, "coefficients do not fill the picture");
  lent_blocks lent[4];
  jvirt_barray_ptr arrays[4];
  for (int c = 0; c < info->component_count; c++) {
    const lacquer_jpeg_component *from = &info->components[c];
    lent[c] = (lent_blocks){.from = coefficients, .wide = (JDIMENSION)from->blocks_wide, .high = (JDIMENSION)from->blocks_high};
    lent[c].rows = cinfo->mem->alloc_barray((j_common_ptr)cinfo, JPOOL_IMAGE, lent[c].wide, (JDIMENSION)from->vertical);
    arrays[c] = (jvirt_barray_ptr)(void *)&lent[c];
    coefficients += (size_t)from->blocks_wide * (size_t)from->blocks_high * 64;
  }
  cinfo->mem->access_virt_barray = lend;
  jpeg_write_coefficients(cinfo, arrays);
  jpeg_finish_compress(cinfo);
  return take_output(f, out, out_count);
}

int lacquer_jpeg_encode(const uint8_t *samples, uint32_t width, uint32_t height, int channels, int quality,
                        int horizontal, int vertical, int progressive, uint8_t **out, size_t *out_count,
                        lacquer_log *log) {
  *out = NULL;
  *out_count = 0;
  fence *f = open_fence(log);
  if (!f) return 0;
  if (setjmp(f->escape)) return close_fence(f, 0);
  start_writing(f);
  struct jpeg_compress_struct *cinfo = &f->out;
  cinfo->image_width = width;
  cinfo->image_height = height;
  cinfo->input_components = channels;
  cinfo->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(cinfo);
  jpeg_set_quality(cinfo, quality, TRUE);
  if (channels == 3) {
    cinfo->comp_info[0].h_samp_factor = horizontal;
    cinfo->comp_info[0].v_samp_factor = vertical;
  }
  cinfo->optimize_coding = TRUE;
  if (progressive) jpeg_simple_progression(cinfo);
  jpeg_start_compress(cinfo, TRUE);
  const size_t stride = (size_t)width * (size_t)channels;
  while (cinfo->next_scanline < cinfo->image_height) {
    JSAMPROW rows[16];
    JDIMENSION wanted = cinfo->image_height - cinfo->next_scanline;
    if (wanted > 16) wanted = 16;
    for (JDIMENSION i = 0; i < wanted; i++) rows[i] = (JSAMPROW)(samples + (cinfo->next_scanline + i) * stride);
    jpeg_write_scanlines(cinfo, rows, wanted);
  }
  jpeg_finish_compress(cinfo);
  return take_output(f, out, out_count);
}

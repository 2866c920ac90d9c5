// Parses a text and exports its whole syntax tree as one Uint32Array, so that JavaScript walks plain numbers instead of
// crossing the border once a node. The layout is described in src/base/tree.ts.
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

// The tag that the grammar packages put on their language (two words of BLAKE2 over "tree-sitter", "language").
static const napi_type_tag LANGUAGE_TAG = {0x8AF2E5212AD58ABF, 0xD5006CAD83ABBA16};

#define CHECK(call)                                                        \
  do {                                                                     \
    if ((call) != napi_ok) {                                               \
      fail(env, #call);                                                    \
      return NULL;                                                         \
    }                                                                      \
  } while (0)

static void fail(napi_env env, const char *message) {
  bool pending = false;
  if (napi_is_exception_pending(env, &pending) == napi_ok && pending) return;
  napi_throw_error(env, NULL, message);
}

static const TSLanguage *language_of(napi_env env, napi_value value) {
  napi_valuetype type;
  bool tagged = false;
  void *data = NULL;
  CHECK(napi_typeof(env, value, &type));
  if (type != napi_external) {
    fail(env, "parse: the first argument is not a grammar's language");
    return NULL;
  }
  CHECK(napi_check_object_type_tag(env, value, &LANGUAGE_TAG, &tagged));
  if (!tagged) {
    fail(env, "parse: the first argument is not a tree-sitter language");
    return NULL;
  }
  CHECK(napi_get_value_external(env, value, &data));
  return data;
}

enum { NAMED = 1, IS_ERROR = 2, MISSING = 4, EXTRA = 8, HAS_ERROR = 16 };

static void put(uint32_t *out, TSNode node, TSFieldId field) {
  uint32_t flags = 0;
  if (ts_node_is_named(node)) flags |= NAMED;
  if (ts_node_is_error(node)) flags |= IS_ERROR;
  if (ts_node_is_missing(node)) flags |= MISSING;
  if (ts_node_is_extra(node)) flags |= EXTRA;
  if (ts_node_has_error(node)) flags |= HAS_ERROR;
  out[0] = (uint32_t)ts_node_symbol(node) | (uint32_t)(field & 0xff) << 16 | flags << 24;
  out[1] = ts_node_start_byte(node);
  out[2] = ts_node_end_byte(node);
}

// Fills `out` in preorder. A node's last word is set when the walk leaves it; the indexes of the open nodes are kept in
// those words as a linked list, so the depth of the tree costs no stack.
static uint32_t walk(TSNode root, uint32_t *out, uint32_t capacity) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  uint32_t count = 0, parent = UINT32_MAX;
  for (;;) {
    if (count == capacity) break;
    uint32_t here = count++;
    put(out + 4 * (size_t)here, ts_tree_cursor_current_node(&cursor), ts_tree_cursor_current_field_id(&cursor));
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      out[4 * (size_t)here + 3] = parent;
      parent = here;
      continue;
    }
    out[4 * (size_t)here + 3] = count;
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (parent == UINT32_MAX || !ts_tree_cursor_goto_parent(&cursor)) {
        ts_tree_cursor_delete(&cursor);
        return count;
      }
      uint32_t outer = out[4 * (size_t)parent + 3];
      out[4 * (size_t)parent + 3] = count;
      parent = outer;
    }
  }
  ts_tree_cursor_delete(&cursor);
  return UINT32_MAX;
}

// parse(language, buffer) -> Uint32Array
static napi_value parse(napi_env env, napi_callback_info info) {
  size_t argc = 2;
  napi_value argv[2];
  CHECK(napi_get_cb_info(env, info, &argc, argv, NULL, NULL));
  if (argc < 2) {
    fail(env, "parse: wants a language and a buffer");
    return NULL;
  }
  const TSLanguage *language = language_of(env, argv[0]);
  if (language == NULL) return NULL;
  bool is_buffer = false;
  void *bytes = NULL;
  size_t length = 0;
  CHECK(napi_is_buffer(env, argv[1], &is_buffer));
  if (!is_buffer) {
    fail(env, "parse: the second argument is not a buffer");
    return NULL;
  }
  CHECK(napi_get_buffer_info(env, argv[1], &bytes, &length));
  if (length > INT32_MAX) {
    fail(env, "parse: the text is larger than 2 GiB");
    return NULL;
  }

  void *stored = NULL;
  CHECK(napi_get_instance_data(env, &stored));
  TSParser *parser = stored;
  if (parser == NULL || !ts_parser_set_language(parser, language)) {
    fail(env, "parse: the grammar's version does not fit the parser's");
    return NULL;
  }
  TSTree *tree = ts_parser_parse_string(parser, NULL, bytes == NULL ? "" : bytes, (uint32_t)length);
  if (tree == NULL) {
    ts_parser_reset(parser);
    fail(env, "parse: the parser gave up");
    return NULL;
  }
  TSNode root = ts_tree_root_node(tree);
  uint32_t capacity = ts_node_descendant_count(root);
  napi_value buffer, array;
  void *words = NULL;
  size_t size = (size_t)capacity * 16;
  if (napi_create_arraybuffer(env, size, &words, &buffer) != napi_ok) {
    ts_tree_delete(tree);
    fail(env, "parse: no memory for the tree");
    return NULL;
  }
  uint32_t count = walk(root, words, capacity);
  ts_tree_delete(tree);
  if (count != capacity) {
    fail(env, "parse: the tree has another number of nodes than it says");
    return NULL;
  }
  CHECK(napi_create_typedarray(env, napi_uint32_array, (size_t)capacity * 4, buffer, 0, &array));
  return array;
}

static napi_value string(napi_env env, const char *text) {
  napi_value value;
  CHECK(napi_create_string_utf8(env, text == NULL ? "" : text, NAPI_AUTO_LENGTH, &value));
  return value;
}

// names(language) -> { symbols: [name, kind, public id][], fields: name[] }, kind 0 named, 1 anonymous, else not in a tree.
static napi_value names(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value argv[1], result, symbols, fields;
  CHECK(napi_get_cb_info(env, info, &argc, argv, NULL, NULL));
  if (argc < 1) {
    fail(env, "names: wants a language");
    return NULL;
  }
  const TSLanguage *language = language_of(env, argv[0]);
  if (language == NULL) return NULL;
  CHECK(napi_create_object(env, &result));
  CHECK(napi_create_array(env, &symbols));
  CHECK(napi_create_array(env, &fields));
  for (uint32_t id = 0; id < ts_language_symbol_count(language); id++) {
    const char *name = ts_language_symbol_name(language, (TSSymbol)id);
    uint32_t kind = (uint32_t)ts_language_symbol_type(language, (TSSymbol)id);
    uint32_t canonical =
        kind <= 1 ? ts_language_symbol_for_name(language, name, (uint32_t)strlen(name), kind == 0) : id;
    napi_value row, text = string(env, name), kind_value, canonical_value;
    if (text == NULL) return NULL;
    CHECK(napi_create_array_with_length(env, 3, &row));
    CHECK(napi_create_uint32(env, kind, &kind_value));
    CHECK(napi_create_uint32(env, canonical, &canonical_value));
    CHECK(napi_set_element(env, row, 0, text));
    CHECK(napi_set_element(env, row, 1, kind_value));
    CHECK(napi_set_element(env, row, 2, canonical_value));
    CHECK(napi_set_element(env, symbols, id, row));
  }
  for (uint32_t id = 0; id <= ts_language_field_count(language); id++) {
    napi_value text = string(env, id == 0 ? "" : ts_language_field_name_for_id(language, (TSFieldId)id));
    if (text == NULL) return NULL;
    CHECK(napi_set_element(env, fields, id, text));
  }
  CHECK(napi_set_named_property(env, result, "symbols", symbols));
  CHECK(napi_set_named_property(env, result, "fields", fields));
  return result;
}

static void drop_parser(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  ts_parser_delete(data);
}

NAPI_MODULE_INIT() {
  TSParser *parser = ts_parser_new();
  if (napi_set_instance_data(env, parser, drop_parser, NULL) != napi_ok) {
    ts_parser_delete(parser);
    fail(env, "cannot keep the parser");
    return NULL;
  }
  napi_property_descriptor properties[] = {
      {"parse", NULL, parse, NULL, NULL, NULL, napi_enumerable, NULL},
      {"names", NULL, names, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  CHECK(napi_define_properties(env, exports, 2, properties));
  return exports;
}

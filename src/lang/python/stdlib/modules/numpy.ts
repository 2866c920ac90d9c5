/**
 * `numpy`: runtime/py/src/numpy. The lowering (lower/numpy) finds the types, so that signatures say only how arguments are handed over. Arrays are handles:
 * no row is pure, for what it reads may change.
 */
import { WORD, fallible, row, type PyRow, type PyTable, type RowOptions } from "../row.ts";

const A = "rt[numpy::Array]";
const S = "rt[numpy::RandomState]";
const I = "rt[numpy::Index]";
const options: RowOptions = { feature: "numpy", loose: true, pure: false, flows: [] };

/** Parameters by letters: `a` an array, `x` a number, `n` an integer, `t` a truth value, `l` a list, `s` a text, `g` a generator, `b` a bound, `i` an index. */
const KINDS: Readonly<Record<string, string>> = {
  a: A,
  x: "float",
  n: "int",
  t: "bool",
  l: "list[int]",
  s: "str",
  g: S,
  b: "bound",
  i: I,
};

const signature = (params: string, result: string): string =>
  `(${[...params].map((kind, i) => `p${i}: ${KINDS[kind]}`).join(", ")}) -> ${result}`;

const passing = (params: string): RowOptions["args"] =>
  params === "" ? ["own"] : [...params].map((kind) => ("algs".includes(kind) ? "ref" : "own"));

const np = (params: string, run: string, more: RowOptions = {}): PyRow =>
  row(signature(params, A), `numpy::${run}`, { ...options, args: passing(params), ...more });

const tries = (params: string, run: string, more: RowOptions = {}): PyRow =>
  fallible(signature(params, A), `numpy::${run}`, { ...options, args: passing(params), ...more });

const INTEGER = { range: WORD } as const;
const SIZE = { range: [0n, 1n << 40n] as const, integer: "count" as const };

/** Rows of functions that take arrays as references alone. */
const look: RowOptions = { loose: false };

const table: Record<string, PyRow> = {};

/** Rows with the same parameters, by the names of their functions. */
const rows = (names: string, make: (run: string) => PyRow): void => {
  for (const name of names.split(" ")) table[name] = make(name);
};

const TWO = "add sub mul div floor_div modulo power bit_and bit_or bit_xor shift_left shift_right maximum minimum arctan2 hypot";
const TESTS = "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor";
for (const name of `${TWO} ${TESTS}`.split(" ")) {
  table[name] = tries("aa", name);
  table[`${name}_right`] = tries("ax", name);
  table[`${name}_left`] = tries("xa", name);
  table[`${name}_one`] = np("xx", `${name}_one`, { loose: false });
}
for (const name of "add_to sub_from mul_by div_by floor_div_by modulo_by power_by bit_and_by bit_or_by bit_xor_by shift_left_by shift_right_by".split(
  " ",
)) {
  table[name] = tries("aa", name);
  table[`${name}_right`] = tries("ax", name);
}
for (const name of [
  "negative invert absolute sign square sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh",
  "arcsinh arccosh arctanh cbrt floor ceil trunc rint reciprocal radians degrees",
]
  .join(" ")
  .split(" ")) {
  table[name] = np("a", name);
  table[`${name}_one`] = np("x", `${name}_one`);
}
rows("isnan isfinite isinf", (run) => np("a", run, { loose: false }));
rows("isnan_one isfinite_one isinf_one magnitude_one holds", (run) => np("x", run));
rows("conj exp_complex", (run) => np("a", run));
rows("round", (run) => np("ax", run));
rows("round_one", (run) => np("xx", run));
rows("clip", (run) => np("axx", run));
rows("clip_one", (run) => np("xxx", run));
for (const [suffix, params] of [
  ["", "aaa"],
  ["_right", "aax"],
  ["_left", "axa"],
  ["_left_right", "axx"],
] as const)
  table[`choose${suffix}`] = tries(params, "choose");
for (const name of ["isclose", "allclose"]) {
  table[name] = tries("aaxx", name);
  table[`${name}_right`] = tries("axxx", name);
  table[`${name}_left`] = tries("xaxx", name);
  table[`${name}_left_right`] = tries("xxxx", name);
}

// What is only looked at.
rows(
  "astype zeros_like ones_like copy ravel flatten transposed magnitude real imag angle logical_not flip_all diagonal_matrix diagonal",
  (run) => np("a", run, look),
);
rows(
  "nonzero flatnonzero argwhere unique unique_counts unique_inverse unique_index cumsum cumprod items ints floats only one row_list parts",
  (run) => np("a", run, look),
);
rows("items2 items3 floats2 floats3 rows numbers", (run) => np("a", run, look));
for (const name of ["ints", "ints2", "ints3"]) table[name] = np("a", name, { ...look, generics: ["int"] });
rows("sum prod mean any every count_true count_nonzero trace median norm", (run) => np("a", run, look));
table.one = np("", "one");
rows("max min argmax argmin truth item inv det cholesky", (run) => tries("a", run, look));
rows("var std", (run) => np("ax", run, look));
rows("sum_along prod_along mean_along max_along min_along argmax_along argmin_along any_along all_along median_along norm_along", (run) =>
  tries("axt", run, look),
);
rows("var_along std_along quantile_along", (run) => tries("axxt", run, look));
rows("cumsum_along cumprod_along diff sort sort_inside argsort expand_dims squeeze flip", (run) => tries("ax", run, look));
rows("partition argpartition swapaxes moveaxis", (run) => tries("axx", run, look));
rows("dot matmul solve array_equal cross", (run) => tries("aa", run, look));
rows("outer append isin digitize cov", (run) => np("aa", run, look));
rows("cov corrcoef", (run) => np("a", run, look));
rows("searchsorted", (run) => np("aat", run, look));
rows("place_of", (run) => np("axt", run, look));
rows("meshgrid", (run) => np("aat", run, look));
rows("convolve", (run) => np("aas", run, look));
rows("quantile_of norm_of", (run) => np("ax", run, look));
rows("einsum", (run) => tries("sssaa", run, look));
rows("matrix_power", (run) => tries("ax", run, look));
rows("reshape transpose broadcast_to windows tile", (run) => tries("al", run, look));
rows("merged", (run) => np("alx", run, look));
rows("atleast", (run) => np("ax", run, look));
rows("concatenate stack", (run) => tries("lx", run, look));
rows("vstack hstack column_stack", (run) => tries("l", run, look));
rows("repeat roll tril triu", (run) => np("an", run, look));
rows("repeat_along roll_along", (run) => tries("anx", run, look));
rows("split", (run) => tries("anxt", run, look));
rows("bincount", (run) => tries("an", run, look));
rows("histogram", (run) => np("anx", run, look));
rows("take take_along_axis", (run) => tries("aax", run, look));
rows("fftshift", (run) => np("at", run, look));
rows("fft ifft rfft irfft", (run) => tries("abx", run, look));
rows("fftfreq rfftfreq", (run) => np("nx", run, look));

// Construction.
rows("zeros ones", (run) => tries("l", run, look));
rows("full", (run) => tries("lx", run, look));
rows("full_like", (run) => np("ax", run, look));
rows("eye", (run) => tries("nnn", run, look));
rows("arange", (run) => tries("xxx", run, look));
rows("arange_int", (run) => tries("nnn", run, look));
rows("linspace", (run) => tries("xxnt", run, look));
rows("of_list", (run) => tries("lx", run, look));
rows("of_number line_of", (run) => np("x", run, look));

// Indexing.
rows("get row", (run) => tries("an", run, look));
rows("get2", (run) => tries("ann", run, look));
rows("get3", (run) => tries("annn", run, look));
rows("set", (run) => tries("anx", run, look));
rows("set2", (run) => tries("annx", run, look));
rows("set3", (run) => tries("annnx", run, look));
rows("view select", (run) => tries("al", run, look));
rows("put", (run) => tries("aa", run));
table.put_right = tries("ax", "put");
rows("assign", (run) => tries("ala", run));
table.assign_right = tries("alx", "assign");
rows("at", (run) => np("n", run));
rows("slice", (run) => tries("bbb", run));
rows("all new_axis rest", (run) => np("", run));
rows("picks mask", (run) => np("a", run, look));
table.len = np("a", "len", { ...look, ...SIZE });
table.size = np("a", "size", { ...look, ...SIZE });
table.length = np("ax", "length", { ...look, ...SIZE });
table.unravel = tries("nl", "unravel", look);
table.nth = np("lx", "nth", look);

// Numbers.
rows("scalar value", (run) => np("x", run, { pure: true }));
table.cast = np("x", "cast", { pure: true });
table.int = np("x", "int", { ...INTEGER, pure: true });
table.word = tries("n", "word");
table.element = tries("x", "element");
table.dtype = np("s", "dtype");
table.set_printoptions = np("bbbbb", "set_printoptions");

// Random numbers.
rows("random standard_normal", (run) => np("g", run, look));
rows("uniform normal", (run) => np("gxx", run, look));
rows("exponential", (run) => np("gx", run, look));
rows("random_array standard_normal_array", (run) => tries("gl", run, look));
rows("uniform_array normal_array", (run) => tries("gxxl", run, look));
rows("exponential_array", (run) => tries("gxl", run, look));
table.randint = tries("gnn", "randint", { ...look, ...INTEGER });
rows("randint_array", (run) => tries("gnnl", run, look));
rows("choice", (run) => tries("gnlt", run, look));
rows("choice_by", (run) => tries("gal", run, look));
rows("permutation", (run) => np("gn", run, look));
rows("permutation_of shuffle", (run) => np("ga", run, look));
table.shuffle_list = np("gl", "shuffle_list", { ...look, args: ["ref", "mut"] });
rows("module_state state", (run) => np("", run));
rows("state_of", (run) => tries("n", run));
rows("state_of_all", (run) => tries("l", run));
rows("reseed", (run) => tries("gn", run, look));

// The same of `default_rng`.
rows("pcg_random pcg_standard_normal", (run) => np("g", run, look));
rows("pcg_uniform pcg_normal", (run) => np("gxx", run, look));
rows("pcg_random_array pcg_standard_normal_array", (run) => tries("gl", run, look));
rows("pcg_uniform_array pcg_normal_array", (run) => tries("gxxl", run, look));
table.pcg_randint = tries("gnn", "pcg_randint", look);
rows("pcg_randint_array", (run) => tries("gnnl", run, look));
rows("pcg_permutation", (run) => np("gn", run, look));
rows("pcg_permutation_of pcg_shuffle", (run) => np("ga", run, look));
table.pcg_shuffle_list = np("gl", "pcg_shuffle_list", { ...look, args: ["ref", "mut"] });
table.generator = np("", "generator");
table.generator_of = tries("n", "generator_of");

rows("nansum nanmean nanstd nanmax nanmin", (run) => np("a", run, look));
rows("interp", (run) => np("aaa", run, look));
rows("interp_one", (run) => np("xaa", run, look));
rows("polyval kron", (run) => np("aa", run, look));
rows("polyval_one fill_diagonal", (run) => np("ax", run, look));
rows("gradient", (run) => tries("ax", run, look));
rows("pad", (run) => tries("alx", run, look));
rows("insert", (run) => tries("anx", run, look));
rows("delete", (run) => tries("aax", run, look));
rows("average", (run) => tries("aa", run, look));

export const ndarray: PyTable = table;

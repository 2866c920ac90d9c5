/** Functions of the library whose meaning cannot be carried over. */
const jump = { code: "C0102", what: "‘setjmp’ and ‘longjmp’" };
const thread = { code: "C0701", what: "a thread" };
const fork = { code: "C0702", what: "a copied process" };
const scanning = { code: "C0202", what: "a list of arguments for the scanf family" };
const rounding = { code: "C0505", what: "another rounding mode" };

export const refusedFunctions: Readonly<Record<string, { readonly code: string; readonly what: string }>> = {
  setjmp: jump,
  _setjmp: jump,
  sigsetjmp: jump,
  __sigsetjmp: jump,
  clone: thread,
  vfork: fork,
  getcontext: jump,
  makecontext: jump,
  swapcontext: jump,
  fesetround: rounding,
  fesetenv: rounding,
  vscanf: scanning,
  vfscanf: scanning,
  vsscanf: scanning,
};

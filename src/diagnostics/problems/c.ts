import type { Problems } from "../problem.ts";

/**
 * C. The first two digits are the chapter: 00 text and syntax, 01 statements, 02 expressions, 03 types, 04 declarations and initialisers,
 * 05 pointers and memory, 06 linking and programs, 07 the library.
 */
export const c: Problems = {
  C0001: {
    title: "A syntax error",
    why: "The preprocessed text is not understood as C.",
    help: "Check that the file compiles with `cc`; an extension of the compiler may need rewriting in standard C.",
  },
  C0002: {
    title: "The preprocessor failed",
    why: "`cc -E` ended with an error, so there is no text to translate.",
    help: "Check include paths and macros: flags are read from compile_commands.json or `cc-flags` in transpile.toml.",
  },
  C0101: {
    title: "Inline assembly",
    why: "What the instructions do to registers and memory is not known to the translator.",
    help: "Write the same in C, or keep the function in a C library that the translated program links.",
  },
  C0102: {
    title: "A jump out of functions",
    why: "`setjmp` returns twice; Rust has no such control flow.",
    help: "Return an error code through the functions in between.",
  },
  C0103: {
    title: "A jump that has no form in Rust",
    why: "The target of the jump is not in the same function, or lies inside a statement expression.",
    help: "Replace the jump by a loop or by a function.",
  },
  C0201: {
    title: "A compiler builtin",
    why: "The builtin has no counterpart in the runtime.",
    help: "Write the operation in standard C.",
  },
  C0202: {
    title: "Variable arguments",
    why: "Further arguments are a list of tagged values, which the C library's functions do not take; those that it prints from are written anew.",
    help: "Pass a pointer to the struct, or use a function with named parameters.",
  },
  C0203: {
    title: "A part of a value without a place",
    why: "The array is a member of a struct that a function returned; it has no address that lasts.",
    help: "Assign the struct to a variable first.",
  },
  C0204: {
    title: "A call with too few arguments",
    why: "The parameters that are left out would hold whatever was in their registers.",
    help: "Declare the function with its parameters and pass all of them.",
  },
  C0301: {
    title: "An attribute that changes the meaning",
    why: "The attribute changes how objects are laid out or when code runs, which Rust cannot follow.",
    help: "Remove the attribute, or write out what it does.",
  },
  C0302: {
    title: "A form of complex numbers",
    why: "Complex numbers are structs of two floating numbers here; integers for parts, and a target that has to be evaluated twice, are not written so.",
    help: "Use `double complex`, and name the target by a variable.",
  },
  C0303: {
    title: "A variable-length array",
    why: "Objects in Rust have a size that is known while compiling.",
    help: "Allocate the array with `malloc`, or give it its greatest length.",
  },
  C0304: {
    title: "A layout that Rust cannot express",
    why: "A struct is packed and aligned at the same time, or packed to more than one byte.",
    help: "Use padding members instead.",
  },
  C0305: {
    title: "A long double in memory",
    why: "`long double` is computed as a double, so objects that hold one would have another size.",
    help: "Use double.",
  },
  C0306: {
    title: "A long double for the library",
    why: "`long double` is computed as a double; the C library's functions take 80 bits.",
    help: "Use double and its functions (`%f`, `strtod`).",
  },
  C0401: {
    title: "An initialiser",
    why: "This form of designator is not supported.",
    help: "Name each element by a designator of its own.",
  },
  C0402: {
    title: "A nested function",
    why: "The function uses variables of the function around it, through a trampoline on the stack.",
    help: "Move it to file scope and pass what it needs.",
  },
  C0404: {
    title: "A local flexible array with a value",
    why: "Only objects of static storage may be larger than their type.",
    help: "Make it `static`, give the array a length, or allocate the struct.",
  },
  C0503: {
    title: "Arithmetic on a function pointer",
    why: "Functions have no size.",
    help: "Use an array of function pointers.",
  },
  C0504: {
    title: "Machine code as data",
    why: "The program reads, writes or calls instructions as if they were an object; the translated program has other instructions.",
    help: "Use a function, or a struct of a function pointer and the values that it needs.",
  },
  C0505: {
    title: "Another rounding",
    why: "rustc takes it that numbers are rounded to the nearest, and computes and moves them before the mode is changed.",
    help: "Compute the bounds with `nextafter`.",
  },
  C0601: {
    title: "No program",
    why: "None of the files defines `main`.",
    help: "Name the files that belong together in transpile.toml.",
  },
  C0602: {
    title: "A name that is defined twice",
    why: "Two units that are linked together define the same name.",
    help: "Make one of them `static`, or name the files that belong together in transpile.toml.",
  },
  C0603: {
    title: "A name that nothing defines",
    why: "It is used, but neither a unit of the program nor the C library defines it, so that the program could not be linked.",
    help: "Add the file that defines it, or the flags (`-D`, `-I`) that it needs, to transpile.toml or compile_commands.json.",
  },
  C0701: {
    title: "Threads",
    why: "The threads of a program share its objects; an object of each thread alone, and a thread of its own kind, have no form here.",
    help: "Use `pthread_create`, and hand each thread what is its own.",
  },
  C0702: {
    title: "A copied process",
    why: "The function copies the state of the process in a way that the runtime cannot follow.",
    help: "Start another program instead.",
  },
};

import { describe, expect, test } from "vitest";
import { nameCrates } from "../../crate/names.ts";
import { groupC } from "./c.ts";
import { preprocessorFlags } from "./compile-commands.ts";
import { dialectOf, languageOf } from "./language.ts";
import { groupPython } from "./python.ts";
import { groupShell, sourcedFiles } from "./shell.ts";

type Tree = Readonly<Record<string, string>>;
const names = (tree: Tree): string[] => Object.keys(tree).sort();
const python = (tree: Tree) => groupPython(names(tree), (file) => tree[file]).programs;
const c = (tree: Tree) => groupC(names(tree), (file) => tree[file]).programs;
const shell = (tree: Tree, executable: readonly string[] = []) =>
  groupShell(
    names(tree),
    (file) => tree[file],
    (file) => executable.includes(file),
  ).programs;

describe("language", () => {
  test("by extension, else by the first line", () => {
    const head = (text: string) => () => Buffer.from(text);
    expect(languageOf("a/b.py", head(""))).toBe("python");
    expect(languageOf("run", head("#!/usr/bin/env -S python3 -u\n"))).toBe("python");
    expect(languageOf("run", head("#! /bin/sh\n"))).toBe("shell");
    expect(languageOf("run", head("hello"))).toBeUndefined();
    expect(languageOf("notes.txt", head("#!/bin/sh\n"))).toBeUndefined();
  });

  test("dialect by the first line", () => {
    expect(dialectOf("x.sh", Buffer.from("#!/bin/sh\n"))).toBe("sh");
    expect(dialectOf("x.sh", Buffer.from("echo\n"))).toBe("bash");
  });
});

describe("Python programs", () => {
  test("a package with relative imports, its __main__ and a test", () => {
    const tree = {
      "pkg/__init__.py": "",
      "pkg/__main__.py": "from .cli import main\nmain()\n",
      "pkg/cli.py": "from . import core\nfrom pkg.text import (\n    wrap,\n    fold,\n)\n",
      "pkg/core.py": "import sys\n",
      "pkg/text.py": "",
      "tests/test_core.py": "import unittest\nfrom pkg import core\n",
    };
    expect(python(tree)).toEqual([
      {
        entry: "pkg/__main__.py",
        files: ["pkg/__main__.py", "pkg/__init__.py", "pkg/cli.py", "pkg/core.py", "pkg/text.py"],
        importRoot: "",
      },
      { entry: "tests/test_core.py", files: ["tests/test_core.py", "pkg/__init__.py", "pkg/core.py"], importRoot: "" },
    ]);
  });

  test("a guarded module is a program even when it is imported; words in strings are no imports", () => {
    const tree = { "a.py": 'import b\nx = """\nimport c\n"""\n', "b.py": 'if __name__ == "__main__":\n    pass\n', "c.py": "print(1)\n" };
    expect(python(tree).map((program) => [program.entry, program.files.length])).toEqual([
      ["a.py", 2],
      ["b.py", 1],
      ["c.py", 1],
    ]);
  });

  test("modules in a ring have a first one", () => {
    expect(python({ "a.py": "import b\n", "b.py": "import a\n" }).map((program) => program.entry)).toEqual(["a.py"]);
  });
});

describe("C programs", () => {
  test("headers between angle brackets that are the project's, not those of the system", () => {
    const tree = {
      "src/main.c": "#include <stdio.h>\n#include <app/list.h>\n#include <sys/types.h>\nint main(void) { return 0; }\n",
      "include/app/list.h": "int list_new(void);\n",
      "compat/stdio.h": "int puts(const char *);\n",
      "compat/sys/types.h": "typedef int off_t;\n",
    };
    expect(c(tree).map(({ files, flags }) => [files, flags])).toEqual([[["src/main.c", "include/app/list.h"], ["-Iinclude"]]]);
  });

  test("what a file defines for other systems is wanted from elsewhere here", () => {
    const tree = {
      "main.c":
        "#ifdef _WIN32\nvoid wait_for(int s) { }\n#else\nvoid wait_for(int);\n#endif\n#if 0\nint wait_for;\n#endif\nint main() { wait_for(1); }\n",
      "wait.c": "#if !defined(_WIN32)\nvoid wait_for(int s) { }\n#else\nint main() { }\n#endif\n",
    };
    expect(c(tree).map(({ files }) => files)).toEqual([["main.c", "wait.c"]]);
  });

  test("the files that a main needs by symbol, with its headers and their folders", () => {
    const tree = {
      "app/main.c": '#include "list.h"\nint main(void) { return list_new() + helper; }\n',
      "lib/list.c": '#include "list.h"\n#include "mem.h"\nint helper = 2;\nint list_new(void) { return get(1); }\n',
      "lib/list.h": '#ifdef __cplusplus\nextern "C" {\n#endif\nint list_new(void);\nextern int helper;\n#ifdef __cplusplus\n}\n#endif\n',
      "lib/mem.c": "static int hidden(int a[static 1]) { return 0; }\nint get(int x) { return x; }\n",
      "lib/mem.h": "int get(int x);\n",
      "other.c": "/* int list_new(void) { } */ int main() { return 0; }\n",
    };
    const [app, other] = c(tree);
    expect(app).toEqual({
      entry: "app/main.c",
      files: ["app/main.c", "lib/list.c", "lib/mem.c", "lib/list.h", "lib/mem.h"],
      flags: ["-Ilib"],
      units: 3,
    });
    expect(other.files).toEqual(["other.c"]);
  });

  test("macros in headers want symbols too", () => {
    const tree = {
      "t.c": '#include "u.h"\nint main(void) { CHECK(1); }\n',
      "u.h": "void u_check(int);\n#define CHECK(x) u_check(x)\n",
      "u.c": "void u_check(int x) {}\n",
    };
    expect(c(tree)[0].files).toEqual(["t.c", "u.c", "u.h"]);
  });

  test("a main behind macros without semicolons, and one in the old style", () => {
    const programs = c({
      "a.c": "#define def(n) int f##n(void) { return n; }\ndef(1)\ndef(2)\nint main(void) { return f1(); }\n",
      "b.c": "int g(a, b)\nint a;\nchar *b;\n{ return a; }\nmain(argc, argv)\nint argc;\nchar **argv;\n{ return g(argc, 0); }\n",
    });
    expect(programs.map((each) => each.entry)).toEqual(["a.c", "b.c"]);
  });

  test("flags of compile_commands.json that matter", () => {
    expect(preprocessorFlags(["cc", "-I", "../inc", "-DX=1", "-O2", "-c", "a.c"], "/p/build", "/p")).toEqual(["-Iinc", "-DX=1"]);
  });
});

describe("shell programs", () => {
  test("what a script sources comes along and is no program", () => {
    const tree = {
      "bin/run.sh": 'set -e\nsource "$(dirname "$0")/../lib/common.sh"\n',
      "lib/common.sh": '. "$here/log.sh"\n',
      "lib/log.sh": "log() { :; }\n",
    };
    expect(shell(tree)).toEqual([{ entry: "bin/run.sh", files: ["bin/run.sh", "lib/common.sh", "lib/log.sh"] }]);
    expect(shell(tree, ["lib/log.sh"]).map((program) => program.entry)).toEqual(["bin/run.sh", "lib/log.sh"]);
  });
});

test("what a script sources is a script, whatever its name", () => {
  const texts: Tree = {
    "a/run.sh": ". ./helpers\n. ../conf/site.cfg\n",
    "a/helpers": "source more\n",
    "a/more": "",
    "conf/site.cfg": "x=1\n",
    more: "",
  };
  const found = sourcedFiles(["a/run.sh"], (file) => texts[file], new Set(Object.keys(texts).slice(1)));
  expect([...found].sort()).toEqual(["a/helpers", "a/more", "conf/site.cfg"]);
});

describe("names", () => {
  test("binaries are stems where those are unique; packages are paths", () => {
    const programs = [
      { entry: "a/main.py", language: "python" },
      { entry: "b/main.c", language: "c" },
      { entry: "b/main.sh", language: "shell" },
      { entry: "tools/Word Count.py", language: "python" },
      { entry: "x/__main__.py", language: "python" },
      { entry: "test.sh", language: "shell" },
    ] as const;
    expect(nameCrates(programs)).toEqual([
      { package: "a-main", binary: "main-py" },
      { package: "b-main-c", binary: "main-c" },
      { package: "b-main-sh", binary: "main-sh" },
      { package: "tools-word-count", binary: "Word_Count" },
      { package: "x", binary: "x" },
      { package: "p-test", binary: "test_" },
    ]);
  });

  test("one language, one stem: the path tells them apart", () => {
    const programs = ["case000/main.py", "case001/main.py"].map((entry) => ({ entry, language: "python" as const }));
    expect(nameCrates(programs).map((one) => one.binary)).toEqual(["case000-main", "case001-main"]);
  });
});

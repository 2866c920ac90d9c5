"use strict";
// The layers of ARCHITECTURE.md. Each rule says why it is there.
const layer = (name, from, allowed, why) => ({
  name,
  severity: "error",
  comment: why,
  from: { path: from, pathNot: "\\.test\\.ts$" },
  to: { path: "^src/", pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "A ring has no order to read it in. Only families that are recursive by nature (statements hold expressions hold statements) may form one.",
      from: { pathNot: "^src/(lang|ir|passes|rust|emit)/" },
      to: { circular: true },
    },
    layer("base", "^src/base/", ["^src/base/"], "Spans, texts and trees serve everyone and know nobody."),
    layer("diagnostics", "^src/diagnostics/", ["^src/diagnostics/", "^src/base/"], "Diagnostics are data: any part may make them, so they depend on no part."),
    layer("ir", "^src/ir/", ["^src/ir/", "^src/base/", "^src/diagnostics/"], "The IR is the contract between languages, passes and emit; it belongs to none of them."),
    layer("front-end", "^src/lang/front-end\\.ts", ["^src/lang/front-end\\.ts", "^src/(base|diagnostics|ir)/"], "The interface of a language names only what all languages share."),
    ...["python", "c", "shell"].map((language) =>
      layer(
        language,
        `^src/lang/${language}/`,
        [`^src/lang/${language}/`, "^src/lang/front-end\\.ts", "^src/(base|diagnostics|ir)/"],
        "Languages are strangers to each other, and never see Rust: that a construct costs three files depends on it.",
      ),
    ),
    layer("passes", "^src/passes/", ["^src/passes/", "^src/(base|diagnostics|ir)/"], "No pass knows a source language or the shape of Rust text."),
    layer("rust", "^src/rust/", ["^src/rust/", "^src/base/"], "The Rust tree and its printer have never heard of the IR."),
    layer("emit", "^src/emit/", ["^src/emit/", "^src/(base|diagnostics|ir|rust)/", "^src/passes/facts\\.ts"], "Emit reads the IR and the facts, and makes Rust trees; it asks no language."),
    layer("crate", "^src/crate/", ["^src/crate/", "^src/base/"], "The workspace is laid out from texts alone."),
    layer("compile", "^src/compile\\.ts", ["^src/compile\\.ts", "^src/(base|diagnostics|ir|lang|passes|rust|emit)/", "^src/crate/program\\.ts"], "The pipeline is pure: no files, no processes."),
    layer("pool", "^src/(pool|cache|queue)/", ["^src/(pool|cache|queue)/", "^src/compile\\.ts", "^src/(base|diagnostics|lang/front-end)"], "Workers run the pipeline and nothing else."),
    layer("cli", "^src/cli/", ["^src/(?!testing/)"], "The command line uses everything but the tests' tools."),
    {
      name: "files-and-processes",
      severity: "error",
      comment: "The core is pure, so that it can be tested and run anywhere: files and processes belong to the edges.",
      from: { path: "^src/", pathNot: ["^src/(cli|pool|cache|queue|testing)/", "^src/crate/write\\.ts", "\\.test\\.ts$"] },
      to: { path: "^(node:)?(fs|fs/promises|child_process|net|http|https|worker_threads)$", dependencyTypes: ["core"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    exclude: { path: ["\\.hbs$"] },
  },
};

/** Modules of Python's library that are written in Python: they are translated with the programs that import them. */
import type { ProgramInput } from "../../front-end.ts";
import colorsys from "./colorsys.py";
import difflib from "./difflib.py";
import fnmatch from "./fnmatch.py";
import getopt from "./getopt.py";
import graphlib from "./graphlib.py";
import html from "./html.py";
import logging from "./logging.py";
import pathlib from "./pathlib.py";
import secrets from "./secrets.py";
import shutil from "./shutil.py";
import tempfile from "./tempfile.py";
import threading from "./threading.py";
import pprint from "./pprint.py";
import queue from "./queue.py";
import shlex from "./shlex.py";
import textwrap from "./textwrap.py";
import urllibParse from "./urllib_parse.py";

const LIBRARY: Readonly<Record<string, string>> = {
  colorsys,
  difflib,
  fnmatch,
  getopt,
  graphlib,
  html,
  logging,
  pathlib,
  secrets,
  shutil,
  tempfile,
  threading,
  pprint,
  queue,
  shlex,
  textwrap,
  "urllib.parse": urllibParse,
};

/** What makes threads wait for each other, or shows in which order they run. */
const WAITS =
  /\bsleep\s*\(|\b(Condition|Event|Barrier|Semaphore|BoundedSemaphore|Timer|local|current_thread|as_completed)\b|\b(?:import|from)\s+(?:queue|asyncio|socket|multiprocessing|signal)\b/;

const IMPORT = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?|import[ \t]+)([\w., \t]*)/gm;

/** The modules that a text may import: names in strings are found too, which costs no more than a translation. */
const importedBy = (text: string): string[] =>
  [...text.matchAll(IMPORT)].flatMap(([, from, listed = ""]) => {
    const names = listed.split(",").map((name) => name.trim().split(/\s+/)[0] ?? "");
    return from === undefined ? names : [from, ...names.map((name) => `${from}.${name}`)];
  });

/** The program with the library's modules that it imports behind its own files; absolute imports start from the folder `root`. A file of the program stands before a module of its name. */
export function withLibrary(input: ProgramInput, root: string): ProgramInput {
  const folder = root === "" ? "" : `${root}/`;
  const own = new Set(input.files.map((file) => file.path));
  const added = new Set<string>();
  const look = (text: string): void => {
    for (const name of importedBy(text)) {
      if (LIBRARY[name] === undefined || added.has(name) || own.has(`${folder}${name}.py`)) continue;
      added.add(name);
      look(LIBRARY[name]);
    }
  };
  // Threads that wait for each other cannot run one after the other.
  if (input.files.some((file) => WAITS.test(file.text))) own.add(`${folder}threading.py`);
  for (const file of input.files) look(file.text);
  if (added.size === 0) return input;
  return {
    ...input,
    files: [
      ...input.files,
      ...[...added].map((library) => ({ path: `${library.replace(/\./g, "/")}.py`, text: LIBRARY[library]!, library })),
    ],
  };
}

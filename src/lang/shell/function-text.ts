/** The text of a function as bash prints it (`declare -f`, `type`), made of its syntax tree the way bash's print_cmd.c does. */
import type { ArithmeticText, Assignment, Argument, Command, List, ListItem, Redirect, TestExpression, Word } from "./parse/index.ts";
import { redirectText, sourceText } from "./word-text.ts";
import { constantWord } from "./lower/text.ts";

const STEP = 4;

/** `name () { … }` over several lines, without a newline at the end; `source` is the text that the places of `c` are offsets of. */
export function functionText(source: string, c: Command<"function">): string {
  const printer = new Printer(source, false);
  printer.definition(c, false);
  return printer.out;
}

/** What printing a list has to remember: as in bash, output is one growing text, and here-documents wait for the end of their line. */
class Printer {
  out = "";
  private indentation = 0;
  /** The next command stands behind something on its line. */
  private behind = 0;
  private functions = 0;
  private connections = 0;
  private waiting: readonly Redirect[] = [];
  private hereEnded = false;

  constructor(
    private readonly source: string,
    private readonly substitution: boolean,
  ) {}

  definition(c: Command<"function">, nested: boolean): void {
    this.out += nested ? `function ${c.name} () \n` : `${c.name} () \n`;
    if (nested) this.out += " ".repeat(this.indentation);
    this.out += "{ \n";
    this.functions++;
    this.indentation += STEP;
    const { body } = c;
    if (body.kind === "group") this.list(body.body);
    else this.command(body);
    this.heres("");
    this.indentation -= STEP;
    this.functions--;
    if (body.kind === "group" && body.redirects.length) {
      this.newline("} ");
      this.redirects(body.redirects);
    } else this.newline("}");
  }

  /** The commands of a list, from the left: each connection prints what stands before it, its operator, what comes after. */
  list(list: List): void {
    const { items } = list;
    if (!items.length) return;
    const operators = items.flatMap((item, i) =>
      i < items.length - 1 ? [this.operatorAfter(item, items[i + 1])] : item.background ? ["&"] : [],
    );
    this.indent();
    // One `skip` for each connection's first part ends in one for the first command.
    this.connections += operators.length;
    this.behind++;
    this.command(items[0].command);
    for (const [i, operator] of operators.entries()) {
      this.connector(operator, i + 1 < items.length);
      if (i + 1 < items.length) this.command(items[i + 1].command);
      this.heres("");
      this.connections--;
    }
  }

  private operatorAfter(item: ListItem, next: ListItem): string {
    if (item.background) return "&";
    const between = this.source.slice(item.command.place.end, next.command.place.start);
    return this.substitution && !/^[ \t]*;/.test(between) ? "\n" : ";";
  }

  private connector(operator: string, more: boolean): void {
    switch (operator) {
      case "&":
      case "|":
        this.deferred(` ${operator}`);
        if (more) {
          this.out += " ";
          this.behind++;
        }
        return;
      case "&&":
      case "||":
        this.deferred(` ${operator} `);
        this.behind++;
        return;
      default:
        if (!this.waiting.length) {
          if (!this.hereEnded) this.out += operator;
          this.hereEnded = false;
        } else this.deferred(this.functions ? "" : operator);
        if (this.functions) this.out += "\n";
        else {
          if (operator === ";") this.out += " ";
          this.behind++;
        }
    }
  }

  private connection(parts: readonly Command[], operator: string): void {
    this.connections += parts.length - 1;
    this.behind++;
    this.command(parts[0]);
    for (const part of parts.slice(1)) {
      this.connector(operator, true);
      this.command(part);
      this.heres("");
      this.connections--;
    }
  }

  command(c: Command): void {
    this.indent();
    switch (c.kind) {
      case "simple":
        this.out += [...c.assignments.map((a) => this.assignment(a)), ...c.words.map((word) => this.argument(word))].join(" ");
        if (!c.redirects.length) return;
        if (c.words.length || c.assignments.length) this.out += " ";
        this.redirects(c.redirects);
        return;
      case "pipeline":
        this.pipeline(c);
        return;
      case "and":
      case "or":
        this.connection([c.left, c.right], c.kind === "and" ? "&&" : "||");
        return;
      case "function":
        this.definition(c, true);
        return;
      default:
        this.compound(c);
    }
    if (c.redirects.length) {
      this.out += " ";
      this.redirects(c.redirects);
    }
  }

  private pipeline(c: Command<"pipeline">): void {
    if (c.time) this.out += c.time === "posix" ? "time -p " : "time ";
    if (c.negated) this.out += "! ";
    const place = c.place;
    const both: Redirect = {
      operator: ">&",
      fd: 2,
      word: { parts: [{ kind: "literal", text: "1" }], place: { start: 0, end: 0, line: 0 } },
      place,
    };
    const stages = c.stages.map((stage, i): Command => (c.stderr[i] ? { ...stage, redirects: [...stage.redirects, both] } : stage));
    if (stages.length > 1) this.connection(stages, "|");
    else if (stages.length) {
      this.behind++;
      this.command(stages[0]);
    }
  }

  private compound(c: Exclude<Command, Command<"simple" | "pipeline" | "and" | "or" | "function">>): void {
    switch (c.kind) {
      case "subshell":
        this.out += "( ";
        this.behind++;
        this.list(c.body);
        this.heres("");
        this.out += " )";
        return;
      case "group":
        this.group(c.body);
        return;
      case "if":
        this.branch(c, 0);
        return;
      case "while":
        this.out += c.until ? "until " : "while ";
        this.behind++;
        this.list(c.test);
        this.heres("");
        this.semicolon();
        this.out += " do\n";
        this.body(c.body, "done");
        return;
      case "for":
      case "select":
        this.out += `${c.kind} ${c.name} in ${c.words ? c.words.map((word) => this.word(word)).join(" ") : '"$@"'};`;
        this.newline("do\n");
        this.body(c.body, "done");
        return;
      case "arithmeticFor": {
        const part = (text: ArithmeticText | undefined): string => text?.text.trimStart() ?? "1";
        this.out += `for ((${part(c.init)}; ${part(c.test)}; ${part(c.step)}))`;
        this.newline("do\n");
        this.body(c.body, "done");
        return;
      }
      case "case":
        this.out += `case ${this.word(c.subject)} in `;
        this.indentation += STEP;
        for (const clause of c.clauses) {
          this.newline("");
          this.out += `${clause.patterns.map((pattern) => this.word(pattern)).join(" | ")})\n`;
          this.indentation += STEP;
          this.list(clause.body);
          this.indentation -= STEP;
          this.heres("");
          this.newline(clause.end);
        }
        this.indentation -= STEP;
        this.newline("esac");
        return;
      case "test":
        this.out += `[[ ${this.test(c.expression)} ]]`;
        return;
      case "arithmetic":
        this.out += `((${c.expression.text}))`;
        return;
      case "coproc":
        this.out += `coproc ${c.name ?? "COPROC"} `;
        this.behind++;
        this.command(c.body);
    }
  }

  private group(body: List): void {
    this.out += "{ ";
    if (this.functions) {
      this.out += "\n";
      this.indentation += STEP;
    } else this.behind++;
    this.list(body);
    this.heres("");
    if (this.functions) {
      this.out += "\n";
      this.indentation -= STEP;
      this.out += " ".repeat(this.indentation);
    } else {
      this.semicolon();
      this.out += " ";
    }
    this.out += "}";
  }

  /** `elif` is an `if` in the `else` of the one before. */
  private branch(c: Command<"if">, arm: number): void {
    this.out += "if ";
    this.behind++;
    this.list(c.arms[arm].test);
    this.semicolon();
    this.out += " then\n";
    this.indented(() => this.list(c.arms[arm].body));
    const more = arm + 1 < c.arms.length;
    if (more || c.orElse) {
      this.semicolon();
      this.newline("else\n");
      this.indented(() => {
        if (!more) return this.list(c.orElse as List);
        this.indent();
        this.branch(c, arm + 1);
      });
    }
    this.semicolon();
    this.newline("fi");
  }

  private indented(run: () => void): void {
    this.indentation += STEP;
    run();
    this.heres("");
    this.indentation -= STEP;
  }

  private body(list: List, end: string): void {
    this.indented(() => this.list(list));
    this.semicolon();
    this.newline(end);
  }

  private indent(): void {
    if (this.behind > 0) this.behind--;
    else this.out += " ".repeat(this.indentation);
  }

  private newline(text: string): void {
    this.out += `\n${" ".repeat(this.indentation)}${text}`;
  }

  private semicolon(): void {
    if (!/[&\n]$/.test(this.out)) this.out += ";";
  }

  // --- redirections

  private redirects(list: readonly Redirect[]): void {
    this.out += list.map((r) => redirectText(r, r.word.place.end > 0 ? this.word(r.word) : "1")).join(" ");
    const heres = list.filter((r) => r.here);
    if (!heres.length) return;
    if (this.connections) this.waiting = heres;
    else this.bodies(heres);
  }

  private bodies(heres: readonly Redirect[]): void {
    this.out += "\n";
    for (const { here } of heres) if (here) this.out += `${here.body}${here.delimiter}\n`;
    this.hereEnded = true;
  }

  private heres(operator: string): void {
    if (this.waiting.length) this.deferred(operator);
  }

  private deferred(operator: string): void {
    const shown = operator !== "" && operator !== ";";
    if (shown) this.out += operator;
    if (!this.waiting.length) return;
    this.bodies(this.waiting);
    if (shown) this.out += " ";
    this.waiting = [];
  }

  // --- words

  private test(e: TestExpression): string {
    const text = ((): string => {
      switch (e.kind) {
        case "word":
          return `-n ${this.word(e.word)}`;
        case "unary":
          return `${e.operator} ${this.word(e.operand)}`;
        case "binary":
          return `${this.word(e.left)} ${e.operator} ${this.word(e.right)}`;
        case "not":
          return `! ${this.test(e.operand)}`;
        default:
          return `${this.test(e.left)} ${e.kind === "and" ? "&&" : "||"} ${this.test(e.right)}`;
      }
    })();
    return e.bracketed ? `( ${text} )` : text;
  }

  private argument(word: Argument): string {
    return "assignment" in word ? this.assignment(word.assignment) : this.word(word);
  }

  private assignment(a: Assignment): string {
    if (!a.elements) return this.raw(a.place.start, a.place.end, [a.subscript, a.value]);
    const elements = a.elements.map(({ key, value, append }) =>
      key ? `[${this.word(key)}]${append ? "+" : ""}=${this.word(value)}` : this.word(value),
    );
    return `${a.name}${a.append ? "+" : ""}=(${elements.join(" ")})`;
  }

  private word(word: Word): string {
    return this.raw(word.place.start, word.place.end, [word]);
  }

  private raw(start: number, end: number, words: readonly (Word | undefined)[]): string {
    return sourceText(this.source, start, end, words, (body) => {
      const printer = new Printer(this.source, true);
      printer.list(body);
      return printer.out;
    });
  }
}

/** Does a command ask for the source of functions, other than to know whether there is one? */
export function showsFunctions(c: Command<"simple">): boolean {
  const names = c.words.map((word) => ("assignment" in word ? "=" : constantWord(word)));
  const [first, ...rest] = names[0] === "command" || names[0] === "builtin" ? names.slice(1) : names;
  const silent = c.redirects.some((r) => (r.fd ?? 1) === 1 && /^(?:>|&>|>>|&>>)$/.test(r.operator) && constantWord(r.word) === "/dev/null");
  const options = rest.filter((text) => text?.startsWith("-") ?? false).join("");
  switch (first) {
    case "export":
    case "readonly":
      return options.includes("f");
    case "declare":
    case "typeset":
      return !silent && (rest.length === 0 || (options.includes("f") && !options.includes("F")) || rest.includes(undefined));
    case "type":
      return !silent && !/[tpP]/.test(options);
    case "set":
      // Functions that are defined under `set -a` are exported.
      return (!silent && rest.length === 0) || /^-\w*a|allexport/.test(rest.join(" "));
    case "eval":
    case "source":
    case ".":
      return rest.some((text) => text === undefined || /\b(?:declare|typeset|export)\s+-\w*f|\btype\s/.test(text));
    default:
      return names[0] === "command" && !silent && /^-\w*V/.test(first ?? "");
  }
}

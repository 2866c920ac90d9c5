import page from "../../../templates/bench.html.hbs";
import type { Plan } from "./measure.ts";
import type { Row } from "./row.ts";

const WIDTH = 200;
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The results as a page with a bar for each program. */
export const renderPage = (rows: readonly Row[], plan: Plan): string =>
  page({
    ...plan,
    rows: rows.map(({ program, case: name, baseline, original, translated, ratio }) => {
      const at = (seconds: number): string => Math.min(WIDTH + 20, (seconds / Math.max(original.cpu.median, 1e-6)) * WIDTH).toFixed(1);
      return {
        name: escape(`${program} ${name}`),
        baseline: escape(baseline),
        original: (original.cpu.median * 1000).toFixed(1),
        translated: (translated.cpu.median * 1000).toFixed(1),
        ratio: ratio.toFixed(2),
        kind: ratio < 1 ? "loss" : "gain",
        memory: `${(original.memory / 1024).toFixed(0)} → ${(translated.memory / 1024).toFixed(0)}`,
        bar: at(translated.cpu.median),
        low: at(translated.cpu.low),
        high: at(translated.cpu.high),
        colour: ratio < 1 ? "#d66" : "#6a9",
      };
    }),
  });

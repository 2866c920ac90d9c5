import page from "../../../templates/bench.html.hbs";
import { plotsOf, type Plot } from "./plots.ts";
import { isNoisy, ratioOf, type Results, type Row, type Side } from "./row.ts";

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const milliseconds = (side: Side | undefined): string => {
  if (side === undefined) return "-";
  const [median, low, high] = [side.wall.median, side.wall.low, side.wall.high].map((seconds) => (seconds * 1000).toFixed(1));
  return `${median} [${low}, ${high}]`;
};

const cells = (row: Row) => {
  const { original, translated, twin } = row.sides;
  const ratio = (side: Side | undefined, than: Side | undefined): string =>
    side === undefined || than === undefined ? "-" : ratioOf(side, than).value.toFixed(2);
  const gain = original === undefined || translated === undefined ? undefined : ratioOf(original, translated).value;
  return {
    name: escape([row.program, ...row.args].join(" ")),
    original: milliseconds(original),
    translated: milliseconds(translated),
    twin: milliseconds(twin),
    faster: ratio(original, translated),
    ceiling: ratio(original, twin),
    beside: ratio(translated, twin),
    memory: [original, translated, twin].map((side) => (side === undefined ? "-" : (side.memory / 1024).toFixed(1))).join(" / "),
    kind: gain !== undefined && gain < 1 ? "loss" : "gain",
    remark: escape(
      [isNoisy(row) ? "noisy" : "", row.load > 3 ? `load ${row.load}` : "", row.problem ?? ""].filter((text) => text !== "").join(", "),
    ),
  };
};

const picture = (plot: Plot) => ({
  ...plot,
  title: escape(plot.title),
  texts: plot.texts.map((one) => ({ ...one, text: escape(one.text) })),
});

/** The results as a page with plots, in one file that is also well-formed XML. */
export const renderPage = (results: Results): string => {
  const { environment, plan, startup } = results;
  const { machine, versions, commit, load, date } = environment;
  return page({
    ...plan,
    date,
    machine: escape(`${machine.processor}, ${machine.processors} processors, ${machine.memoryGiB} GiB, ${machine.system}`),
    commit: escape(commit ?? "unknown"),
    load: load.join(" to "),
    versions: Object.entries(versions).map(([name, text]) => ({ name: escape(name), text: escape(text) })),
    startup: Object.entries(startup).map(([language, side]) => ({ language: escape(language), time: milliseconds(side) })),
    rows: results.rows.map(cells),
    plots: plotsOf(results).map(picture),
  });
};

import { linesOf, type Result } from "./report.ts";
import { table } from "./terminal.ts";

const MEBI = 1024 * 1024;

/** Time and memory of each phase of all programs. `seconds`: of the whole run, by the wall clock. */
export const timings = (results: readonly Result[], seconds: number): string => {
  const phases = new Map<string, { time: number; memory: number }>();
  let lines = 0;
  for (const { outcome, program } of results) {
    if (!("output" in outcome)) continue;
    lines += linesOf(program);
    const { phases: times, memory } = outcome.output.stats;
    for (const [phase, time] of Object.entries(times)) {
      const sum = phases.get(phase) ?? { time: 0, memory: 0 };
      phases.set(phase, { time: sum.time + time, memory: Math.max(sum.memory, memory[phase] ?? 0) });
    }
  }
  const each = (milliseconds: number): string => ((milliseconds * 1000) / Math.max(1, lines)).toFixed(2);
  const { user, system } = process.cpuUsage();
  const cpu = (user + system) / 1000;
  const rows = [...phases].map(([phase, { time, memory }]) => [phase, time.toFixed(1), each(time), (memory / MEBI).toFixed(0)]);
  const whole = [
    ["everything (processor)", cpu.toFixed(1), each(cpu), ""],
    ["everything (wall clock)", (seconds * 1000).toFixed(1), each(seconds * 1000), ""],
  ];
  const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  return `${table([["phase", "ms", "µs/line", "MiB"], ...rows, ...whole])}\npeak memory ${peak} MiB`;
};

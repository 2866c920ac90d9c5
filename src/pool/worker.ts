import { translateOne, type Job, type Outcome } from "./job.ts";

/** A worker's task: a batch of programs. Only texts cross the border between threads. */
export default function work(job: Job): Outcome[] {
  return job.programs.map((program, i) => translateOne(program, job.options, job.places[i]));
}

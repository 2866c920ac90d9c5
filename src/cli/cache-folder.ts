import { homedir } from "node:os";
import path from "node:path";

/** The folder of one kind of what is kept between runs, by the conventions of desktops; what is in it can be removed at any time. */
export const cacheFolder = (kind: "locks" | "programs"): string =>
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "transpile", kind);

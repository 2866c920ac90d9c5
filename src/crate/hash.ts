import { createHash } from "node:crypto";

/** The hash by which files are recognised in the lock. */
export const hashOf = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex").slice(0, 32);

declare const TRANSPILE_VERSION: string | undefined;

/** The version of the tool, put in when it is bundled. */
export const VERSION: string = typeof TRANSPILE_VERSION === "string" ? TRANSPILE_VERSION : "0.0.0";

export const EXIT = { translated: 0, refused: 1, usage: 2, internal: 3, nothing: 4 } as const;

/** A mistake of the caller: shown in one line, exit status 2. */
export class UsageError extends Error {}

export * from "./types.ts";
export * from "./build.ts";
export * from "./expressions.ts";
export * from "./statements.ts";
export * from "./rows.ts";
export * from "./items.ts";

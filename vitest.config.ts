import { defineConfig } from "vitest/config";
import { viteTemplates } from "./scripts/templates.mjs";

export default defineConfig({
  plugins: [viteTemplates],
  test: {
    include: ["src/**/*.test.ts"],
    pool: "threads",
    testTimeout: 30_000,
  },
});

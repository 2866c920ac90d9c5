import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "build/", "node_modules/", "**/*.gen.ts"] },
  {
    files: ["src/**/*.ts", "grammars/**/*.ts", "benches/**/*.ts"],
    extends: [tseslint.configs.strict],
    rules: {
      // A table that is built over all kinds is total: the type system cannot always be told.
      "@typescript-eslint/no-non-null-assertion": "off",
      // An underscore says that a parameter is there for the shape.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // A visitor may say "stop here" or nothing at all.
      "@typescript-eslint/no-invalid-void-type": "off",
      eqeqeq: ["error", "always"],
      "no-console": "off",
    },
  },
  {
    // Pure parts print nothing: diagnostics are data.
    files: ["src/{base,diagnostics,ir,lang,passes,rust,emit,crate}/**/*.ts", "src/compile.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-console": "error" },
  },
);

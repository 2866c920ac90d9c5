// Handlebars templates as modules: `import cargo from "…/Cargo.toml.hbs"` gives a function from data to text. The same
// transformation serves esbuild (the bundle) and vite (the tests).
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

const moduleOf = (file) => {
  const spec = Handlebars.precompile(readFileSync(file, "utf8"), { noEscape: true, strict: true, knownHelpersOnly: true });
  return `import Handlebars from "handlebars/runtime.js";\nexport default Handlebars.template(${spec});\n`;
};

export const esbuildTemplates = {
  name: "templates",
  setup(build) {
    build.onLoad({ filter: /\.hbs$/ }, ({ path }) => ({
      contents: moduleOf(path),
      loader: "js",
      resolveDir: new URL(".", import.meta.url).pathname,
    }));
  },
};

export const viteTemplates = {
  name: "templates",
  enforce: "pre",
  load(id) {
    if (id.endsWith(".c") || id.endsWith(".py")) return `export default ${JSON.stringify(readFileSync(id, "utf8"))};`;
    return id.endsWith(".hbs") ? moduleOf(id) : undefined;
  },
};

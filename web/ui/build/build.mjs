// Builds the page into the module's resources: node build/build.mjs [--watch] [--out DIR]
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { licences } from "./licences.mjs";
import { sprite } from "./sprite.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const outAt = process.argv.indexOf("--out");
const out = outAt > 0 ? resolve(process.argv[outAt + 1]) : resolve(root, "../src/main/resources/dev/steno/web/ui");

// What is loaded when it is first needed: every page, and what the list of lazy parts names.
const lazy = [...new Set([
  ...readdirSync(join(root, "src/pages")).filter(name => name.endsWith(".tsx")).map(name => `src/pages/${name}`),
  ...readFileSync(join(root, "src/lazy.txt"), "utf8").split("\n").filter(Boolean).map(line => line.split(" ")[0]),
])];

/** The lazy parts of a lazy part: by their path, the path of what is there when they are loaded. */
const within = new Map(readFileSync(join(root, "src/lazy.txt"), "utf8").split("\n").filter(line => line.includes(" "))
  .map(line => line.split(" ").map(name => join(root, name))));

// A lazy part imports the whole core, and one within another the whole other, so that each stays one file and is not cut by
// who uses which piece of it.
const wholeCore = {
  name: "whole-core",
  setup(build) {
    const parts = new Set(lazy.map(name => join(root, name)));
    build.onLoad({ filter: /\.tsx?$/ }, args => {
      if (!parts.has(args.path) || args.path.endsWith("-worker.ts")) return undefined; // a worker has no page
      const core = relative(dirname(args.path), within.get(args.path) ?? join(root, "src/core"));
      return { contents: `import "./${core}";\n${readFileSync(args.path, "utf8")}`, loader: "tsx" };
    });
  },
};

const options = {
  absWorkingDir: root,
  entryPoints: ["src/app.tsx", ...lazy].map(name => ({ in: name, out: basename(name).replace(/\.tsx?$/, "") })),
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  metafile: true,
  write: false,
  plugins: [wholeCore],
};

// Shared chunks get names that say nothing of their content, so that a change shows as a change of a file.
function namesOfChunks(metafile) {
  const names = new Map();
  const chunks = Object.entries(metafile.outputs)
    .filter(([file, output]) => !output.entryPoint && file.endsWith(".js"))
    .map(([file, output]) => ({ file: basename(file), inputs: Object.keys(output.inputs) }));
  const core = chunks.find(chunk => chunk.inputs.includes("src/core.ts"));
  let number = 1;
  for (const chunk of chunks.sort((a, b) => (a.inputs.join() < b.inputs.join() ? -1 : 1))) {
    names.set(chunk.file, chunk === core ? "core.js" : `shared${number++}.js`);
  }
  return names;
}

function style(name) {
  const folder = join(root, name);
  const parts = readdirSync(folder).filter(name => name.endsWith(".css")).sort();
  const text = parts.map(name => readFileSync(join(folder, name), "utf8")).join("\n");
  return esbuild.transformSync(text, { loader: "css", minify: true, target: ["chrome111", "firefox115", "safari16.4"] }).code;
}

function write(result) {
  const names = namesOfChunks(result.metafile);
  const files = new Map();
  for (const file of result.outputFiles) {
    const name = basename(file.path);
    const text = file.text.replace(/chunk-[A-Z0-9]{8}\.js/g, chunk => names.get(chunk) ?? chunk);
    files.set(names.get(name) ?? name, text);
  }
  files.set("app.css", style("src/styles"));
  files.set("sheets.css", style("src/styles/sheets"));
  files.set("icons.svg", sprite(root));
  files.set("icon.svg", readFileSync(join(root, "src/icon.svg"), "utf8"));
  const hash = createHash("sha256");
  for (const name of [...files.keys()].sort()) hash.update(name).update("\0").update(files.get(name)).update("\0");
  const version = hash.digest("hex").slice(0, 12);
  // One version for all files: a module is loaded once only if each import names it by the same address.
  for (const [name, text] of files) {
    if (name.endsWith(".js")) files.set(name, text.replace(/"\.\/([a-z0-9-]+\.js)"/g, `"./$1?v=${version}"`));
  }
  files.set("index.html", readFileSync(join(root, "src/index.html"), "utf8").replaceAll("__VERSION__", version));
  files.set("LICENSES.txt", licences(root));
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(out, name), text);
}

if (process.argv.includes("--watch")) {
  const again = { name: "write", setup: build => void build.onEnd(result => result.errors.length || write(result)) };
  const context = await esbuild.context({ ...options, plugins: [...options.plugins, again] });
  await context.watch();
  console.log(`writes ${out} at each change; node dev/fake-server.mjs serves it with made-up flows`);
} else {
  write(await esbuild.build(options));
}

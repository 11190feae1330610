// The licences of what is part of the built files.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function licences(root) {
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const names = new Set(Object.keys(own.dependencies));
  for (const name of names) {
    for (const inner of Object.keys(read(root, name).dependencies ?? {})) names.add(inner);
  }
  // of these, files are taken that need nothing else
  names.add("js-beautify").add("lucide-static");
  return [...names].sort().map(name => {
    const folder = join(root, "node_modules", name);
    const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${read(root, name).license}`;
    return `${name} ${read(root, name).version}\n\n${text}\n`;
  }).join(`\n${"-".repeat(80)}\n\n`);
}

function read(root, name) {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
}

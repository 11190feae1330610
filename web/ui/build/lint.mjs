// The rules that the compiler does not know. A line that ends in "// lint: REASON" is let through.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const MOST_LINES = 300;

const rules = [
  [/\b(inner|outer)HTML\b|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|DOMParser|createContextualFragment|\bsrcdoc\b/i,
    "captured content is text: build nodes instead of parsing HTML"],
  [/\beval\s*\(|new Function\b|setTimeout\(\s*["'`]/, "nothing is compiled from text"],
  [/\bfetch\s*\(|XMLHttpRequest|EventSource\b|sendBeacon/, "requests go through api.ts", /^src\/api\.ts$/],
  [/new WebSocket\b/, "the socket belongs to live.ts", /^src\/live\.ts$/],
  [/\b(localStorage|sessionStorage)\b/, "what is kept goes through store.ts", /^src\/store\.ts$/],
  [/document\.cookie/, "there are no cookies"],
  [/["'`](https?:)?\/\/[a-z0-9]/i, "the page loads nothing from elsewhere", /^(test|e2e)\//],
  [/:\s*any\b|\bas any\b|<any>/, "name the type"],
  [/\bconsole\.(log|debug)\b/, "no output to the console"],
  [/<(object|embed)[\s\/]/, "captured content is never a plug-in"],
  [/setAttribute\(\s*["']style["']/, "the policy of the page refuses style attributes: set properties of style"],
];

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (/\.(tsx?|css)$/.test(entry.name)) yield path;
  }
}

let faults = 0;
function fault(where, text) {
  faults++;
  console.error(`${where}: ${text}`);
}

for (const folder of ["src", "test"]) {
  for (const path of files(join(root, folder))) {
    const name = relative(root, path);
    const lines = readFileSync(path, "utf8").split("\n");
    if (lines.length > MOST_LINES + 1) fault(name, `${lines.length - 1} lines, at most ${MOST_LINES}`);
    lines.forEach((line, index) => {
      if (line.includes("// lint: ") || /^\s*(\/\/|\*|\/\*)/.test(line)) return;
      for (const [pattern, reason, except] of rules) {
        if (pattern.test(line) && !except?.test(name)) fault(`${name}:${index + 1}`, reason);
      }
    });
  }
}
process.exit(faults ? 1 : 0);

// The icons that src/icons.txt names, as symbols of one file.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export function sprite(root) {
  const names = readFileSync(join(root, "src/icons.txt"), "utf8").split("\n").filter(Boolean);
  const symbols = names.sort().map(name => {
    const svg = readFileSync(join(root, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
    const shapes = svg.replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

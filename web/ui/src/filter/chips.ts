// Filters at one click: each is an expression that one sees in the box and could have typed.

export interface Chip {
  id: string;
  label: string;
  expression: string;
}

const TYPES: Chip[] = [
  { id: "data", label: "Fetch/JSON", expression: "type ~ json" },
  { id: "doc", label: "Doc", expression: "type = text/html" },
  { id: "js", label: "JS", expression: "type ~ javascript" },
  { id: "css", label: "CSS", expression: "type = text/css" },
  { id: "img", label: "Img", expression: "type ~ ^image/" },
  { id: "font", label: "Font", expression: "type ~ font" },
  { id: "media", label: "Media", expression: "type ~ \"^(audio|video)/\"" },
  { id: "ws", label: "WS", expression: "~websocket" },
  { id: "grpc", label: "gRPC", expression: "type ~ grpc" },
];

/** At most one of these is on. */
export const typeChips: Chip[] = [
  ...TYPES,
  { id: "other", label: "Other", expression: "type !~ \"json|html|javascript|css|image/|font|audio/|video/|grpc\" & !~websocket" },
];

export const errorChip: Chip = { id: "errors", label: "Errors", expression: "(~e | status >= 400)" };

const AND = " & ";

/** Whether a filter ends with, begins with, or is an expression. */
export function hasChip(filter: string, chip: Chip): boolean {
  return without(filter, chip) !== null;
}

/** Returns the filter without an expression; null if it does not have it. */
function without(filter: string, chip: Chip): string | null {
  const text = filter.trim();
  const { expression } = chip;
  if (text === expression) return "";
  if (text.endsWith(AND + expression)) return unwrap(text.slice(0, -(AND + expression).length));
  if (text.startsWith(expression + AND)) return unwrap(text.slice((expression + AND).length));
  const inner = text.indexOf(AND + expression + AND);
  return inner < 0 ? null : text.slice(0, inner) + text.slice(inner + (AND + expression).length);
}

/** Turns a chip on or off; one of the types takes the place of another. */
export function turnChip(filter: string, chip: Chip): string {
  const off = without(filter, chip);
  if (off !== null) return off;
  let rest = filter.trim();
  if (chip !== errorChip) {
    for (const each of typeChips) rest = without(rest, each) ?? rest;
  }
  return rest ? `${wrap(rest)}${AND}${chip.expression}` : chip.expression;
}

/** Returns the filter without any type. */
export function allTypes(filter: string): string {
  return typeChips.reduce((rest, chip) => without(rest, chip) ?? rest, filter.trim());
}

/** Terms beside each other and alternatives bind less than the `&` that follows. */
function wrap(filter: string): string {
  const known = [...typeChips, errorChip].reduce((rest, chip) => without(rest, chip) ?? rest, filter);
  return known === "" || /^[^\s|]+$/.test(known) || isWrapped(known) ? filter : filter === known ? `(${filter})` : filter;
}

function unwrap(filter: string): string {
  return isWrapped(filter) ? filter.slice(1, -1) : filter;
}

/** Whether the first parenthesis is closed by the last one. */
function isWrapped(filter: string): boolean {
  if (!filter.startsWith("(") || !filter.endsWith(")")) return false;
  let depth = 0;
  let quote = "";
  for (let i = 0; i < filter.length; i++) {
    const c = filter.charAt(i);
    if (quote) {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === "\"" || c === "'") quote = c;
    else if (c === "(") depth++;
    else if (c === ")" && --depth === 0 && i < filter.length - 1) return false;
  }
  return depth === 0 && !quote;
}

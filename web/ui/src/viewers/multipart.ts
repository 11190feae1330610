/** The parts of a multipart body (RFC 2046, 5.1), by the delimiter that its first line has. */

export interface MultipartPart {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** The name of the form's field; empty if there is none. */
  readonly name: string;
  readonly filename: string | undefined;
  /** In lower case, without parameters; text/plain if the part does not say it. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** More parts than this are not taken apart. */
const MOST = 1_000;

/** Returns undefined if the bytes are not such a body. */
export function partsOf(body: Uint8Array): MultipartPart[] | undefined {
  const text = latin1(body);
  const start = text.startsWith("--") ? 0 : text.indexOf("\r\n--") + 2;
  const end = text.indexOf("\r\n", start);
  if (start === 1 || end < 0 || end - start > 200) return undefined;
  const delimiter = "\r\n" + text.slice(start, end).trimEnd();
  const parts: MultipartPart[] = [];
  let at = end + 2;
  while (parts.length < MOST) {
    const next = text.indexOf(delimiter, at - 2);
    const stop = next < 0 ? text.length : next;
    parts.push(partOf(text, body, at, Math.max(at, stop)));
    if (next < 0 || text.startsWith("--", next + delimiter.length)) break;
    at = text.indexOf("\r\n", next + delimiter.length) + 2;
    if (at === 1) break;
  }
  return parts;
}

function partOf(text: string, body: Uint8Array, from: number, to: number): MultipartPart {
  const blank = text.startsWith("\r\n", from) ? from : text.indexOf("\r\n\r\n", from);
  const hasHead = blank >= 0 && blank < to;
  const head = hasHead ? new TextDecoder().decode(body.subarray(from, blank)) : "";
  const headers = head.split("\r\n").filter(line => line.includes(":")).map(line => {
    const colon = line.indexOf(":");
    return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  });
  const value = (name: string) => headers.find(field => field.name.toLowerCase() === name)?.value ?? "";
  const disposition = value("content-disposition");
  return {
    headers,
    name: parameter(disposition, "name") ?? "",
    filename: parameter(disposition, "filename"),
    type: (value("content-type").split(";")[0] ?? "").trim().toLowerCase() || "text/plain",
    bytes: body.subarray(hasHead ? blank + (blank === from ? 2 : 4) : to, to),
  };
}

function parameter(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, "i").exec(value);
  return match === null ? undefined : (match[1]?.replace(/\\(["\\])/g, "$1") ?? match[2] ?? "");
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

/** A name for a saved part that means nothing to a shell or a file system. */
export function safeName(name: string, otherwise: string): string {
  const safe = name.replace(/[^\w.-]+/g, "_").replace(/^[.-]+/, "").slice(0, 100);
  return safe === "" ? otherwise : safe;
}

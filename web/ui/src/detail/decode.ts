/** What header fields and the query contain, taken apart. A part that is malformed is told as such, never guessed. */

export interface Field {
  readonly name: string;
  readonly value: string;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** A remark on the value, e.g. that a time is over. */
  readonly note?: string;
  readonly inner?: readonly Fact[];
}

export interface Decoded {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** Decodes percent-coding of UTF-8; text that is not well-formed stays as it is. */
export function percentDecoded(text: string, plusIsSpace = false): string {
  const spaced = plusIsSpace ? text.replaceAll("+", " ") : text;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** The parameters of a query in their order, as application/x-www-form-urlencoded (WHATWG URL, 5.1). */
export function queryOf(path: string): Fact[] {
  const at = path.indexOf("?");
  if (at < 0) {
    return [];
  }
  return path
    .slice(at + 1)
    .split("#")[0]!
    .split("&")
    .filter(pair => pair !== "")
    .map(pair => {
      const equals = pair.indexOf("=");
      return {
        name: percentDecoded(equals < 0 ? pair : pair.slice(0, equals), true),
        value: equals < 0 ? "" : percentDecoded(pair.slice(equals + 1), true),
      };
    });
}

/** The cookies of a Cookie field (RFC 6265, 4.2.1). */
export function cookiesOf(value: string): Fact[] {
  return value
    .split(";")
    .map(pair => pair.trim())
    .filter(pair => pair !== "")
    .map(pair => {
      const equals = pair.indexOf("=");
      return equals < 0 ? { name: "", value: pair } : { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
    });
}

/** A cookie that is set, with its attributes (RFC 6265, 4.1.1). */
export function setCookieOf(value: string, now: number): Fact {
  const [first = "", ...attributes] = value.split(";");
  const equals = first.indexOf("=");
  const inner = attributes
    .map(attribute => attribute.trim())
    .filter(attribute => attribute !== "")
    .map(attribute => {
      const at = attribute.indexOf("=");
      const name = at < 0 ? attribute : attribute.slice(0, at);
      const text = at < 0 ? "" : attribute.slice(at + 1);
      return { name, value: text, note: lifetimeNote(name.toLowerCase(), text, now) };
    });
  return {
    name: (equals < 0 ? "" : first.slice(0, equals)).trim(),
    value: (equals < 0 ? first : first.slice(equals + 1)).trim(),
    inner,
  };
}

function lifetimeNote(name: string, value: string, now: number): string | undefined {
  if (name === "max-age" && /^-?\d+$/.test(value)) {
    return Number(value) <= 0 ? "deletes the cookie" : undefined;
  }
  if (name === "expires") {
    const time = Date.parse(value);
    return Number.isNaN(time) ? "not a date" : time <= now ? "deletes the cookie: the date is over" : undefined;
  }
  return undefined;
}

/** A JSON Web Token (RFC 7519) or undefined if the text is none. The signature is not checked. */
export function jwtOf(token: string, now: number): Fact[] | undefined {
  const parts = token.split(".");
  if (parts.length !== 3) {
    return undefined;
  }
  const header = objectOf(parts[0]!);
  const claims = objectOf(parts[1]!);
  if (header === undefined || claims === undefined || !("alg" in header)) {
    return undefined;
  }
  return [
    { name: "header", value: "", inner: membersOf(header, now) },
    { name: "claims", value: "", inner: membersOf(claims, now) },
    { name: "signature", value: parts[2]!, note: parts[2] === "" ? "unsigned" : "not checked" },
  ];
}

function objectOf(base64url: string): Record<string, unknown> | undefined {
  const text = base64Text(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  if (text === undefined) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The text of base64 in UTF-8; undefined if it is malformed. */
export function base64Text(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function membersOf(object: Record<string, unknown>, now: number): Fact[] {
  return Object.entries(object).map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : JSON.stringify(value),
    note: timeClaim(name, value, now),
  }));
}

function timeClaim(name: string, value: unknown, now: number): string | undefined {
  if (typeof value !== "number" || !["exp", "nbf", "iat", "auth_time"].includes(name)) {
    return undefined;
  }
  const time = value * 1000;
  if (!(Math.abs(time) < 8.64e15)) {
    return "not a time";
  }
  const text = new Date(time).toISOString().replace(".000Z", "Z");
  const away = duration(Math.abs(time - now) / 1000);
  if (name === "exp") {
    return time <= now ? `${text}, expired ${away} ago` : `${text}, expires in ${away}`;
  }
  return name === "nbf" && time > now ? `${text}, not valid for another ${away}` : text;
}

function duration(seconds: number): string {
  const steps: readonly [number, string][] = [[86_400, "d"], [3_600, "h"], [60, "min"], [1, "s"]];
  const [size, unit] = steps.find(([step]) => seconds >= step) ?? [1, "s"];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** What an Authorization or Proxy-Authorization field holds. */
export function authorizationOf(value: string, now: number): Fact[] {
  const space = value.indexOf(" ");
  const scheme = space < 0 ? value : value.slice(0, space);
  const rest = space < 0 ? "" : value.slice(space + 1).trim();
  const facts: Fact[] = [{ name: "scheme", value: scheme }];
  if (/^basic$/i.test(scheme)) {
    const text = base64Text(rest);
    const colon = text?.indexOf(":") ?? -1;
    if (text === undefined || colon < 0) {
      return [...facts, { name: "credentials", value: rest, note: "not base64 of user:password (RFC 7617)" }];
    }
    return [...facts, { name: "user", value: text.slice(0, colon) }, { name: "password", value: text.slice(colon + 1) }];
  }
  const token = jwtOf(rest, now);
  if (token !== undefined) {
    return [...facts, ...token];
  }
  if (/^(digest|aws4-hmac-sha256|hawk)$/i.test(scheme)) {
    return [...facts, ...parametersOf(rest)];
  }
  return [...facts, { name: "credentials", value: rest }];
}

/** Parameters of the form name=value, separated by commas; values may be quoted. */
export function parametersOf(text: string): Fact[] {
  return [...text.matchAll(/([^\s,=]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, name = "", value = ""]) => ({
    name,
    value: value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value.trim(),
  }));
}

/** W3C Trace Context, 3.2. */
export function traceparentOf(value: string): Fact[] {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(value.trim());
  if (match === null) {
    return [{ name: "traceparent", value, note: "malformed" }];
  }
  const [, version = "", trace = "", parent = "", flags = ""] = match;
  const invalid = /^0+$/.test(trace) || /^0+$/.test(parent) || version === "ff";
  return [
    { name: "version", value: version },
    { name: "trace id", value: trace, note: invalid ? "invalid: all zero" : undefined },
    { name: "parent id", value: parent },
    { name: "flags", value: flags, note: parseInt(flags, 16) & 1 ? "sampled" : "not sampled" },
  ];
}

/** The directives of a Content-Security-Policy. */
export function policyOf(value: string): Fact[] {
  return value.split(",").flatMap(policy =>
    policy
      .split(";")
      .map(directive => directive.trim())
      .filter(directive => directive !== "")
      .map(directive => {
        const space = directive.search(/\s/);
        const name = space < 0 ? directive : directive.slice(0, space);
        const sources = space < 0 ? "" : directive.slice(space).trim();
        const open = /(^|\s)('unsafe-inline'|'unsafe-eval'|\*)(\s|$)/.exec(sources);
        return { name, value: sources, note: open === null ? undefined : `allows ${open[2]}` };
      }),
  );
}

/** Everything that can be decoded of a message's header fields. */
export function decodedOf(headers: readonly Field[], path: string | undefined, now: number): Decoded[] {
  const decoded: Decoded[] = [];
  const add = (title: string, facts: readonly Fact[]): void => {
    if (facts.length > 0) {
      decoded.push({ title, facts });
    }
  };
  const all = (name: string): string[] =>
    headers.filter(field => field.name.toLowerCase() === name).map(field => field.value);
  add("Query", path === undefined ? [] : queryOf(path));
  add("Cookies", all("cookie").flatMap(cookiesOf));
  add("Set-Cookie", all("set-cookie").map(value => setCookieOf(value, now)));
  add("Authorization", all("authorization").flatMap(value => authorizationOf(value, now)));
  add("Proxy-Authorization", all("proxy-authorization").flatMap(value => authorizationOf(value, now)));
  add("traceparent", all("traceparent").flatMap(traceparentOf));
  add("Content-Security-Policy", all("content-security-policy").flatMap(policyOf));
  add("Content-Security-Policy-Report-Only", all("content-security-policy-report-only").flatMap(policyOf));
  return decoded;
}

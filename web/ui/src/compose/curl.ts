/** Reads a curl command line as the request that it would send. Pure. */
import type { Field } from "../detail/decode";
import { base64Of, textOf } from "../held/bytes";
import { bytesOfWord, textOfWord, wordsOf } from "./words";

export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly fields: readonly Field[];
  /** Null if there is none. */
  readonly body: { readonly text: string } | { readonly base64: string } | null;
  /** What the command says besides and is not taken over, a clause for each. */
  readonly left: readonly string[];
}

export function isCurl(text: string): boolean {
  return /^\s*(?:[$>#]\s+)?curl(?:\.exe)?\s/i.test(text);
}

/** Short options with a value, by their long names. */
const SHORT: Readonly<Record<string, string>> = {
  X: "request", H: "header", d: "data", u: "user", b: "cookie", A: "user-agent", e: "referer", F: "form", o: "output", x: "proxy", m: "max-time", w: "write-out", T: "upload-file",
  c: "cookie-jar", D: "dump-header", E: "cert", K: "config", U: "proxy-user", r: "range", y: "speed-time", Y: "speed-limit", C: "continue-at", z: "time-cond", P: "ftp-port", Q: "quote", t: "telnet-option",
};

/** Long options with a value that say how curl works, not what it sends. */
const OF_CURL = new Set([
  "output", "proxy", "max-time", "write-out", "cookie-jar", "dump-header", "cert", "key", "cacert", "capath", "cert-type", "key-type", "pass", "proxy-user", "speed-time", "speed-limit", "connect-timeout", "retry", "retry-delay",
  "retry-max-time", "resolve", "connect-to", "interface", "limit-rate", "max-redirs", "ciphers", "tls-max", "trace", "trace-ascii", "stderr", "noproxy", "proto", "proto-default", "proto-redir", "dns-servers", "keepalive-time", "preproxy", "socks5", "socks5-hostname",
  "output-dir", "max-filesize", "unix-socket", "happy-eyeballs-timeout-ms", "expect100-timeout", "time-cond", "continue-at", "ftp-port", "quote", "telnet-option", "alt-svc", "hsts", "doh-url", "curves", "tls13-ciphers", "rate", "parallel-max",
]);

/** Long options with a value that change what is sent, but are not read. */
const NOT_READ = new Set(["form", "form-string", "upload-file", "config", "oauth2-bearer", "aws-sigv4", "url-query", "variable", "range"]);

const READ = new Set(["request", "header", "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json", "user", "cookie", "user-agent", "referer", "url", "request-target"]);

interface Option {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads a command.
 *
 * @throws Error if it names no request; its message is a sentence for a person
 */
export function readCurl(command: string): CurlRequest {
  const words = wordsOf(command.replace(/^\s*[$>#]\s+/, ""));
  return requestOf(optionsOf(words.slice(1)));
}

/** Options in their order; an address is the option `url`, and a switch has the value "". */
function optionsOf(words: readonly string[]): Option[] {
  const options: Option[] = [];
  let only = false; // addresses, after --
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (only || word === "-" || !word.startsWith("-")) options.push({ name: "url", value: word });
    else if (word === "--") only = true;
    else if (word.startsWith("--")) {
      const name = word.slice(2);
      const takes = READ.has(name) || OF_CURL.has(name) || NOT_READ.has(name);
      options.push({ name, value: takes ? valueOf(words, ++at, word) : "" });
    } else {
      for (let letter = 1; letter < word.length; letter++) {
        const name = SHORT[word[letter]!];
        if (!name) {
          options.push({ name: word[letter]!, value: "" });
          continue;
        }
        const rest = word.slice(letter + 1);
        options.push({ name, value: rest || valueOf(words, ++at, `-${word[letter]!}`) });
        break;
      }
    }
  }
  return options;
}

function valueOf(words: readonly string[], at: number, option: string): string {
  const value = words[at];
  if (value === undefined) throw new Error(`The command is cut off: ${option} has no value.`);
  return value;
}

function requestOf(options: readonly Option[]): CurlRequest {
  const fields: Field[] = [];
  const given: string[] = []; // names of fields that the command has, also of those that it removes
  const data: string[] = [];
  const left: string[] = [];
  let method = "";
  let url = "";
  let target = "";
  let json = false;
  const implied = new Set<Field>(); // made by an option such as -A; one of -H has precedence
  const add = (name: string, value: string): void => void fields.push({ name, value });
  const imply = (name: string, value: string): void => {
    const field = { name, value };
    fields.push(field);
    implied.add(field);
  };
  for (const { name, value } of options) {
    if (name === ":" || name === "next") {
      left.push("further requests after --next");
      break;
    }
    if (name === "url" && url) left.push(`the further URL ${textOfWord(value)}`);
    else if (name === "url") url = textOfWord(value);
    else if (name === "request") method = textOfWord(value);
    else if (name === "request-target") target = textOfWord(value);
    else if (name === "header") header(textOfWord(value));
    else if (name === "json") {
      json = true;
      content(value, name);
    } else if (name.startsWith("data")) content(value, name);
    else if (name === "user") imply("Authorization", `Basic ${base64Of(bytesOfWord(value.includes(":") ? value : `${value}:`))}`);
    else if (name === "cookie" && value.includes("=")) imply("Cookie", textOfWord(value));
    else if (name === "cookie") left.push(`the cookies of the file ${textOfWord(value)}`);
    else if (name === "user-agent") imply("User-Agent", textOfWord(value));
    else if (name === "referer") imply("Referer", textOfWord(value).replace(/;auto$/, ""));
    else if (name === "compressed") imply("Accept-Encoding", "deflate, gzip, br, zstd");
    else if (NOT_READ.has(name)) left.push(`--${name} ${textOfWord(value)}`);
  }

  function header(text: string): void {
    if (text.startsWith("@")) {
      left.push(`the header fields of the file ${text.slice(1)}`);
      return;
    }
    const end = text.search(/[:;]/);
    if (end < 1) return;
    const name = text.slice(0, end).trim();
    const value = text.slice(end + 1).trim();
    given.push(name.toLowerCase());
    if (value || text[end] === ";") add(name, value);
  }

  function content(value: string, name: string): void {
    if (name === "data-urlencode") {
      const [, key = "", sign = "", rest = value] = /^([^=@]*)([=@])([^]*)$/.exec(value) ?? [];
      if (sign === "@") left.push(`the content of the file ${textOfWord(rest)}`);
      else data.push((key && `${key}=`) + encodeURIComponent(textOfWord(rest)));
    } else if (name !== "data-raw" && value.startsWith("@")) left.push(`the content of the file ${textOfWord(value.slice(1))}`);
    else data.push(value);
  }

  if (!url) throw new Error("The command has no URL.");
  const switches = new Set(options.filter(option => option.value === "").map(option => option.name));
  const joined = data.join(json ? "" : "&");
  const isQuery = switches.has("G") || switches.has("get");
  const hasBody = data.length > 0 && !isQuery;
  const isKnown = (name: string): boolean => given.includes(name) || fields.some(field => field.name.toLowerCase() === name);
  if (hasBody && !isKnown("content-type")) add("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
  if (json && !isKnown("accept")) add("Accept", "application/json");
  let address = /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (target.startsWith("/")) address = address.replace(/^([a-z\d+.-]+:\/\/[^/?#]*).*$/i, (_, origin: string) => origin + target);
  if (isQuery && data.length > 0) address += (address.includes("?") ? "&" : "?") + textOfWord(joined);
  const usual = switches.has("I") || switches.has("head") ? "HEAD" : hasBody ? "POST" : "GET";
  return { method: method || usual, url: address, fields: fields.filter(field => !implied.has(field) || !given.includes(field.name.toLowerCase())), body: hasBody ? bodyOf(joined) : null, left };
}

function bodyOf(word: string): CurlRequest["body"] {
  const bytes = bytesOfWord(word);
  const text = textOf(bytes, "utf-8");
  return text === null ? { base64: base64Of(bytes) } : { text };
}

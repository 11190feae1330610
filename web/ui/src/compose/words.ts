/** Splits a command line into words as the shell that it was written for does: a POSIX shell, or cmd of Windows. Pure. */

// Each character is a byte of UTF-8 while words are split, since $'\xff' names a byte and \u00ff a character.
const utf8 = (text: string): string => Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join("");

/** The bytes of a word. */
export function bytesOfWord(word: string): Uint8Array {
  return Uint8Array.from(word, character => character.charCodeAt(0));
}

/** The text of a word; bytes that are no UTF-8 are replaced. */
export function textOfWord(word: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOfWord(word));
}

/** Whether a command was copied for cmd: it quotes by `^"`, or continues lines by `^`. */
export function isForCmd(command: string): boolean {
  return /^\s*curl\.exe\b/i.test(command) || /(^|\s)\^"/.test(command) || /\^[ \t]*\r?\n\s*-/.test(command);
}

/**
 * Returns the words, each character of which is a byte.
 *
 * @throws Error if a quote is not closed; its message says so
 */
export function wordsOf(command: string): string[] {
  const bytes = utf8(command.trim());
  return isForCmd(command) ? windowsWords(withoutCarets(bytes)) : shellWords(bytes);
}

function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const c = text[at]!;
    if (c === "'") {
      const end = closing(text, at + 1, "'");
      word = (word ?? "") + text.slice(at + 1, end);
      at = end;
    } else if (c === '"') {
      word ??= "";
      for (at++; text[at] !== '"'; at++) {
        if (at >= text.length) throw unclosed('"');
        if (text[at] === "\\" && /[$`"\\\n]/.test(text[at + 1] ?? "")) at++;
        else if (text[at] === "\\" && text.startsWith("\r\n", at + 1)) at += 2;
        else {
          word += text[at]!;
          continue;
        }
        if (text[at] !== "\n") word += text[at]!;
      }
    } else if (c === "$" && text[at + 1] === "'") {
      const read = ansi(text, at + 2);
      word = (word ?? "") + read.value;
      at = read.end;
    } else if (c === "\\") {
      at += text.startsWith("\r\n", at + 1) ? 2 : 1;
      if (at < text.length && text[at] !== "\n") word = (word ?? "") + text[at]!;
    } else if (/[ \t]/.test(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (/[\r\n;|&]/.test(c) && !(word !== null && c === "&" && /[\w=]/.test(text[at + 1] ?? ""))) {
      break; // the command ends here, and what follows is another one
    } else word = (word ?? "") + c;
  }
  if (word !== null) words.push(word);
  return words;
}

const unclosed = (quote: string): Error => new Error(`The command is cut off: the quote ${quote} is not closed.`);

function closing(text: string, from: number, quote: string): number {
  const end = text.indexOf(quote, from);
  if (end < 0) throw unclosed(quote);
  return end;
}

const LETTERS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", v: "\v" };

/** A quote of the form $'…', from behind its begin. */
function ansi(text: string, from: number): { value: string; end: number } {
  let value = "";
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") return { value, end: at };
    if (text[at] !== "\\") {
      value += text[at]!;
      continue;
    }
    const rest = text.slice(at + 1, at + 10);
    const digits = /^(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3}))/.exec(rest);
    const [all, byte, short, long, octal] = digits ?? [];
    if (all && (byte || octal)) value += String.fromCharCode(parseInt(byte ?? octal!, byte ? 16 : 8) & 0xff);
    else if (all && rest[0] === "u") value += utf16(text, at, short!);
    else if (all && parseInt(long!, 16) <= 0x10ffff) value += utf8(String.fromCodePoint(parseInt(long!, 16)));
    else value += LETTERS[rest[0] ?? ""] ?? (/[\\'"?]/.test(rest[0] ?? "") ? rest[0]! : `\\${rest[0] ?? ""}`);
    at += all ? all.length : 1;
    if (all && rest[0] === "u" && pair(text, at - all.length, short!)) at += 6;
  }
  throw unclosed("$'");
}

/** The second half of a character that two escapes name, as browsers write it; empty if none follows. */
function pair(text: string, at: number, first: string): string {
  if (!/^d[89ab]/i.test(first)) return "";
  return /^\\u(d[c-f][\da-f]{2})/i.exec(text.slice(at + 6))?.[1] ?? "";
}

function utf16(text: string, at: number, first: string): string {
  const second = pair(text, at, first);
  return utf8(String.fromCharCode(parseInt(first, 16), ...(second ? [parseInt(second, 16)] : [])));
}

/** What cmd makes of a line: outside of quotes, a caret makes the next character a plain one, and is gone. */
function withoutCarets(text: string): string {
  let plain = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "^" && !quoted) {
      at += text.startsWith("\r\n", at + 1) ? 3 : text[at + 1] === "\n" ? 2 : 1;
      if (text[at] === "\r" && text[at + 1] === "\n") at++;
      plain += text[at] ?? "";
      continue;
    }
    if (text[at] === '"') quoted = !quoted;
    if (!quoted && /[\r\n]/.test(text[at]!)) break;
    plain += text[at]!;
  }
  return plain;
}

/** The words that a program of Windows makes of its command line. */
function windowsWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const slashes = /^\\+(?=")/.exec(line.slice(at, at + 200))?.[0].length ?? 0;
    if (slashes > 0) {
      word = (word ?? "") + "\\".repeat(slashes >> 1);
      at += slashes;
      if (slashes % 2) word += '"';
      else at--;
    } else if (line[at] === '"') {
      word ??= "";
      if (quoted && line[at + 1] === '"') word += line[at++]!;
      else quoted = !quoted;
    } else if (!quoted && /[ \t]/.test(line[at]!)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + line[at]!;
  }
  if (quoted) throw unclosed('"');
  if (word !== null) words.push(word);
  return words;
}

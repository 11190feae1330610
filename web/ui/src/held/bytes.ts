/** Bodies as text and as hexadecimal. Pure. */

/** The text of bytes in a charset; null if they are no text of it, or have control characters. */
export function textOf(bytes: Uint8Array, charset: string): string | null {
  let text: string;
  try {
    text = new TextDecoder(charset || "utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null; // another charset, or bytes that are none of its characters
  }
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text;
}

/** The charset parameter of a media type; empty if there is none. */
export function charsetOf(type: string | undefined): string {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type ?? "")?.[1] ?? "";
}

const LINE = 16;

export function hexOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LINE) {
    lines.push([...bytes.subarray(at, at + LINE)].map(byte => byte.toString(16).padStart(2, "0")).join(" "));
  }
  return lines.join("\n");
}

/** Reads pairs of hexadecimal digits. Throws an error that names what is none. */
export function bytesOf(hex: string): Uint8Array {
  const digits = hex.replace(/\s+/g, "");
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong) throw new Error(`"${wrong[0]}" is no hexadecimal digit.`);
  if (digits.length % 2) throw new Error("A digit is missing: each byte has two.");
  return Uint8Array.from(digits.match(/../g) ?? [], pair => parseInt(pair, 16));
}

export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

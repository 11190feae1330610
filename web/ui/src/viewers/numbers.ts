/** What selected bytes are as numbers, in both byte orders. */

export interface Reading {
  readonly name: string;
  readonly little: string;
  readonly big: string;
}

interface Kind {
  readonly name: string;
  readonly bytes: number;
  read(view: DataView, little: boolean): number | bigint;
}

const KINDS: readonly Kind[] = [
  { name: "int8", bytes: 1, read: view => view.getInt8(0) },
  { name: "uint8", bytes: 1, read: view => view.getUint8(0) },
  { name: "int16", bytes: 2, read: (view, little) => view.getInt16(0, little) },
  { name: "uint16", bytes: 2, read: (view, little) => view.getUint16(0, little) },
  { name: "int32", bytes: 4, read: (view, little) => view.getInt32(0, little) },
  { name: "uint32", bytes: 4, read: (view, little) => view.getUint32(0, little) },
  { name: "int64", bytes: 8, read: (view, little) => view.getBigInt64(0, little) },
  { name: "uint64", bytes: 8, read: (view, little) => view.getBigUint64(0, little) },
  { name: "float32", bytes: 4, read: (view, little) => view.getFloat32(0, little) },
  { name: "float64", bytes: 8, read: (view, little) => view.getFloat64(0, little) },
];

/** The readings of the bytes from the selection's start: of those kinds that fit into what is selected or follows. */
export function readings(bytes: Uint8Array): Reading[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return KINDS.filter(kind => kind.bytes <= bytes.length).map(kind => ({
    name: kind.name,
    little: show(kind.read(view, true), kind),
    big: show(kind.read(view, false), kind),
  }));
}

function show(value: number | bigint, kind: Kind): string {
  if (typeof value === "bigint" || !kind.name.startsWith("float")) {
    return value.toString();
  }
  // a float32 has 9 significant digits at most; more would be noise of the wider type
  return kind.bytes === 4 && Number.isFinite(value) ? String(Number(value.toPrecision(9))) : String(value);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hexOf(bytes: Uint8Array, separator = " "): string {
  return Array.from(bytes, byte => HEX[byte]!).join(separator);
}

export function hexByte(byte: number): string {
  return HEX[byte]!;
}

/** A byte as it is shown beside its number: itself in ASCII, else a dot. */
export function asciiOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
}

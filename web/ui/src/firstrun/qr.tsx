/** A text as a QR code: dark squares on white in every theme, which cameras need. */
import { encode } from "uqr";

const QUIET = 4;

export default function Qr({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 0 });
  const path = data.map((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join("");
  const side = size + QUIET * 2;
  return (
    <svg class="qr" role="img" aria-label={`QR code of ${text}`} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

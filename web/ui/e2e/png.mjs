// Makes a screenshot smaller: 8 bits a pixel from a palette of its own colours, which is what an interface has few of.
import { deflateSync, inflateSync } from "node:zlib";

/** Reads a PNG of 8-bit RGB or RGBA, not interlaced, which is what browsers make. */
export function decode(png) {
  let at = 8;
  let width = 0, height = 0, channels = 0;
  const parts = [];
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      channels = { 2: 3, 6: 4 }[data[9]] ?? 0;
      if (data[8] !== 8 || !channels || data[12]) throw new Error("only 8-bit RGB and RGBA that are not interlaced are read");
    } else if (type === "IDAT") parts.push(data);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) unfilter(raw, y * (line + 1), pixels, y * line, line, channels, y > 0);
  return { width, height, channels, pixels };
}

function unfilter(raw, from, pixels, to, line, channels, above) {
  const kind = raw[from];
  for (let x = 0; x < line; x++) {
    const left = x >= channels ? pixels[to + x - channels] : 0;
    const up = above ? pixels[to + x - line] : 0;
    const corner = above && x >= channels ? pixels[to + x - line - channels] : 0;
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind];
    pixels[to + x] = raw[from + 1 + x] + guess;
  }
}

function paeth(left, up, corner) {
  const all = left + up - corner;
  const [a, b, c] = [Math.abs(all - left), Math.abs(all - up), Math.abs(all - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/**
 * The same picture from at most `most` colours: the most frequent one of each of the most frequent shades, so that a small
 * red dot stays red, and for each other colour the nearest of them.
 */
export function reduce(png, most = 256) {
  const { width, height, channels, pixels } = decode(png);
  const counts = new Map();
  for (let i = 0; i < pixels.length; i += channels) {
    const color = (pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2];
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const shades = new Map();
  for (const [color, count] of frequent) {
    const shade = color & 0xe0e0e0;
    const known = shades.get(shade);
    if (known) known.count += count;
    else shades.set(shade, { color, count });
  }
  const first = [...shades.values()].sort((a, b) => b.count - a.count).slice(0, most / 2).map(each => each.color);
  const palette = [...new Set([...first, ...frequent.map(([color]) => color)])].slice(0, most);
  const index = new Map(palette.map((color, place) => [color, place]));
  const nearest = color => {
    const known = index.get(color);
    if (known !== undefined) return known;
    let best = 0, distance = Infinity;
    palette.forEach((other, place) => {
      const d = ((color >> 16) - (other >> 16)) ** 2 + (((color >> 8) & 255) - ((other >> 8) & 255)) ** 2 + ((color & 255) - (other & 255)) ** 2;
      if (d < distance) [best, distance] = [place, d];
    });
    index.set(color, best);
    return best;
  };
  const raw = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * channels;
      raw[y * (width + 1) + 1 + x] = nearest((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colors = Buffer.concat(palette.map(color => Buffer.from([color >> 16, (color >> 8) & 255, color & 255])));
  return Buffer.concat([png.subarray(0, 8), chunk("IHDR", head), chunk("PLTE", colors), chunk("IDAT", deflateSync(raw, { level: 9, memLevel: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let i = 0; i < 8; i++) n = (n >>> 1) ^ (n & 1 ? 0xedb88320 : 0);
  return n >>> 0;
});

/** A chunk with its length and checksum. */
export function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((body.reduce((crc, byte) => TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), -1) ^ -1) >>> 0, body.length + 4);
  return out;
}

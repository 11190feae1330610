// The pieces of a text that differ from another one, by words.

export interface Piece {
  readonly text: string;
  readonly differs: boolean;
}

/** More words than this are told apart by their common begin and end alone: the table grows with the square. */
const MOST_WORDS = 400;

export function pieces(before: string, after: string): Piece[] {
  const old = words(before);
  const now = words(after);
  let begin = 0;
  while (begin < old.length && begin < now.length && old[begin] === now[begin]) begin++;
  let end = 0;
  while (end < old.length - begin && end < now.length - begin && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const middle = now.slice(begin, now.length - end);
  const kept = middle.length > MOST_WORDS || old.length - begin - end > MOST_WORDS ? [] : common(old.slice(begin, old.length - end), middle);
  const found: { text: string; differs: boolean }[] = [];
  const add = (text: string, differs: boolean): void => {
    const last = found.at(-1);
    if (text === "") return;
    if (last?.differs === differs) last.text += text;
    else found.push({ text, differs });
  };
  add(now.slice(0, begin).join(""), false);
  middle.forEach((word, index) => add(word, !kept[index]));
  add(now.slice(now.length - end).join(""), false);
  return found;
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** Which words of the second list are part of the longest common subsequence. */
function common(old: readonly string[], now: readonly string[]): boolean[] {
  const width = now.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i * width + j] = old[i] === now[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const kept = new Array<boolean>(now.length).fill(false);
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) {
      kept[j] = true;
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return kept;
}

/** The cursor of a chart: which of its points is read, moved by pointer and by keyboard. */

/** Where a key moves a cursor among `count` points; null if the key is not the cursor's. `at` is -1 before the first use. */
export function moveCursor(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  const page = Math.max(1, Math.round(count / 10));
  const to = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(at < 0 ? count - 1 : at - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return to(at + 1);
    case 'PageDown':
      return to(at - page);
    case 'PageUp':
      return to(at + page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

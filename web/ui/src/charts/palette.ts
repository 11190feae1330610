/** The colours of charts. They are custom properties of the theme, each lighter or darker than the one before. */

export const SERIES = ['s2', 's3', 's1', 'other', 's4', 's5', 'failed'] as const;
export type Series = (typeof SERIES)[number];

export const SERIES_LABEL: Record<Series, string> = {
  s1: '1xx',
  s2: '2xx',
  s3: '3xx',
  s4: '4xx',
  s5: '5xx',
  other: 'no status',
  failed: 'failed',
};

export const HEAT_LEVELS = 7;

/** A colour of the theme in force, e.g. `--series-s2`. Read again after the theme changed. */
export function themeColor(name: string, element: Element = document.documentElement): string {
  return getComputedStyle(element).getPropertyValue(name).trim() || 'currentColor';
}

// An icon of the sprite; names are in src/icons.txt.

const VERSION = new URL(import.meta.url).search;

interface Props {
  name: string;
  /** A text alternative; without it the icon is decoration. */
  label?: string;
}

export function Icon({ name, label }: Props) {
  return (
    <svg class="icon" role={label ? "img" : undefined} aria-label={label} aria-hidden={label ? undefined : "true"}>
      <use href={`/ui/icons.svg${VERSION}#${name}`} />
    </svg>
  );
}

// Which ways there are to show a body, and which one is chosen. The choice is kept by media type.

export interface BodyKind {
  /** In lower case, without parameters. */
  readonly type: string;
  /** Of the bytes as they passed. */
  readonly size: number;
  readonly encoded: boolean;
}

export interface Way {
  readonly id: string;
  readonly label: string;
}

/** Above this, the server's views see the beginning alone, so the pages come first. */
export const MOST_LOOKED_AT = 8 << 20;

/** The largest image that is fetched without a question. */
export const LARGE_IMAGE = 32 << 20;

const IMAGES = new Set([
  "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/svg+xml", "image/x-icon", "image/vnd.microsoft.icon", "image/bmp", "image/apng",
]);

export function isImage(type: string): boolean {
  return IMAGES.has(type);
}

export function isMedia(type: string): boolean {
  return /^(audio|video)\//.test(type);
}

export function isMarkup(type: string): boolean {
  return /^(text\/html|application\/xhtml\+xml|image\/svg\+xml)$/.test(type);
}

export function isJson(type: string): boolean {
  return /[/+](json|x-ndjson|ndjson|jsonl|jsonlines|json5?-seq)$/.test(type);
}

export function isScript(type: string): boolean {
  return /^(text\/css|(text|application)\/(x-)?(java|ecma)script)$/.test(type);
}

export function isTextual(type: string): boolean {
  return /^text\//.test(type) || isJson(type) || isScript(type) || /[/+]xml$/.test(type) || /^application\/(x-www-form-urlencoded|graphql|x-sh|sql|yaml|toml)$/.test(type);
}

/** The views of the server that the browser shows better itself. */
const OWN = new Set(["hex", "text"]);

/**
 * All ways, in the order of the switch.
 *
 * @param views what the server offers for this body; empty while it was not asked
 */
export function waysOf(body: BodyKind, views: readonly { readonly name: string; readonly label: string }[], looksLikeJson: boolean): Way[] {
  const ways: Way[] = [];
  if (isImage(body.type)) ways.push({ id: "image", label: "Image" });
  if (isMedia(body.type)) ways.push({ id: "media", label: "Player" });
  ways.push({ id: "auto", label: "Pretty" });
  if (body.type.startsWith("multipart/") && body.size <= MOST_LOOKED_AT) ways.push({ id: "parts", label: "Parts" });
  if ((isJson(body.type) || looksLikeJson) && body.size <= MOST_LOOKED_AT) ways.push({ id: "tree", label: "Tree" });
  if (isMarkup(body.type)) ways.push({ id: "preview", label: "Preview" });
  ways.push({ id: "text", label: "Text" }, { id: "hex", label: "Hex" });
  for (const view of views) {
    if (!OWN.has(view.name) && view.name !== "auto") ways.push({ id: `view:${view.name}`, label: view.label });
  }
  return ways;
}

/** The way that is shown if no one chose another. */
export function firstWay(body: BodyKind): string {
  if (isImage(body.type) && body.size <= LARGE_IMAGE) return "image";
  if (isMedia(body.type)) return "media";
  if (body.size > MOST_LOOKED_AT) return isTextual(body.type) ? "text" : "hex";
  return "auto";
}

/** The chosen way of a media type if this body has it. */
export function wayOf(body: BodyKind, chosen: Readonly<Record<string, string>>): string {
  const kept = chosen[body.type];
  if (kept === undefined) return firstWay(body);
  // a preference for a pretty view says nothing of a body that no view can take whole
  return body.size > MOST_LOOKED_AT && (kept === "auto" || kept === "tree" || kept === "parts") ? firstWay(body) : kept;
}

// What can be done with a body.
import { size as sizeText } from "../format";
import { Icon } from "../ui/icon";
import { toast, toastError } from "../ui/toast";
import { type BodyPlace, download } from "./bodysource";
import type { Way } from "./choice";
import { keptWrap } from "./kept";

const CHARSETS = ["utf-8", "iso-8859-1", "windows-1252", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr", "windows-1251", "koi8-r"];

interface Props {
  ways: readonly Way[];
  way: string;
  onWay: (id: string) => void;
  place: BodyPlace;
  size: number;
  /** Whether the bytes can be shown with and without their codings. */
  encoded: boolean;
  asPassed: boolean;
  onAsPassed: (asPassed: boolean) => void;
  /** Null if text is not what is shown. */
  charset: string | null;
  onCharset: (charset: string) => void;
  onFind: () => void;
  text: string | undefined;
  language: "js" | "css" | undefined;
  onBeautify: () => void;
}

export function Toolbar(props: Props) {
  const { ways, way, charset, text, size } = props;
  const known = charset !== null && charset !== "" && !CHARSETS.includes(charset.toLowerCase());
  return (
    <div class="body-tools" role="toolbar" aria-label="View of the body">
      <select aria-label="View" value={way} onChange={event => props.onWay(event.currentTarget.value)}>
        {ways.map(each => <option key={each.id} value={each.id}>{each.label}</option>)}
      </select>
      {charset !== null && (
        <select aria-label="Charset" value={charset.toLowerCase()} onChange={event => props.onCharset(event.currentTarget.value)}>
          <option value="">charset</option>
          {known && <option value={charset.toLowerCase()}>{charset}</option>}
          {CHARSETS.map(each => <option key={each} value={each}>{each}</option>)}
        </select>
      )}
      {props.encoded && <label><input type="checkbox" checked={props.asPassed} onChange={event => props.onAsPassed(event.currentTarget.checked)} /> as it passed</label>}
      {props.language && <button type="button" onClick={props.onBeautify}>Beautify</button>}
      <span class="grow" />
      <span class="s-comment">{sizeText(size)}</span>
      <button type="button" class="quiet" aria-label="Find" title="Find (/)" onClick={props.onFind}><Icon name="search" /></button>
      <button type="button" class={keptWrap.value ? "quiet on" : "quiet"} aria-pressed={keptWrap.value} aria-label="Wrap long lines" title="Wrap long lines" onClick={() => void (keptWrap.value = !keptWrap.value)}><Icon name="wrap-text" /></button>
      {text !== undefined && <button type="button" class="quiet" aria-label="Copy the text" title="Copy the text"
        onClick={() => navigator.clipboard.writeText(text).then(() => toast("Copied the text"), toastError)}><Icon name="copy" /></button>}
      <button type="button" class="quiet" aria-label="Download" title="Download" disabled={size === 0} onClick={() => void download(props.place).catch(toastError)}><Icon name="download" /></button>
    </div>
  );
}

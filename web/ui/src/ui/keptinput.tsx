// A text field whose value is kept when it is left, or by Enter.
import { useKeyed } from "./keyed";

interface Props {
  value: string;
  keep: (text: string) => void;
  type?: "text" | "number";
  class?: string;
  min?: number;
  max?: number;
  spellcheck?: boolean;
  "aria-label"?: string;
  "aria-invalid"?: "true" | undefined;
  "aria-describedby"?: string | undefined;
}

/** What is typed stays, however often its page is drawn meanwhile; another value from elsewhere takes its place. */
export function KeptInput({ value, keep, type, ...rest }: Props) {
  const [typed, setTyped] = useKeyed(value, value);
  return (
    <input {...rest} type={type as "text"} value={typed} onInput={event => setTyped(event.currentTarget.value)} onChange={event => {
      keep(event.currentTarget.value);
      setTyped(value); // unless it is another now
    }} />
  );
}

/** Rules that are only on or off, and the speed of the network. */
import { useState } from "preact/hooks";
import { patch } from "../api";
import { fieldOf, type Option } from "../options/field";
import { useChosen } from "../ui/chosen";

const SWITCHES: readonly [string, string][] = [
  ["anticache", "Ask for fresh responses"],
  ["anticomp", "Ask for responses that are not compressed"],
];
const STICKY: readonly [string, string][] = [
  ["sticky-cookie", "Keep cookies for"],
  ["sticky-auth", "Keep Authorization for"],
];
/** Speeds that browsers name; those that the option lists come instead. */
const SPEEDS = ["offline", "slow-3g", "3g", "slow-4g", "fast-4g", "lte", "dsl", "very-bad"];

interface Props {
  options: readonly Option[];
  /** The number of the reading that the options are from. */
  reading: number;
  changed: () => void;
}

export function Switches({ options, reading, changed }: Props) {
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const option = (name: string): Option | undefined => options.find(each => each.name === name);
  const value = (name: string): string => String(option(name)?.value ?? "");

  async function set(name: string, to: string): Promise<void> {
    try {
      await patch("/options", { [name]: to });
      setErrors(all => ({ ...all, [name]: "" }));
    } catch (e) {
      setErrors(all => ({ ...all, [name]: e instanceof Error ? e.message : String(e) }));
      throw e;
    } finally {
      changed();
    }
  }

  const fault = (name: string) => errors[name] && <p id={`switch-${name}-error`} class="option-error" role="alert">{errors[name]}</p>;
  const marks = (name: string) => ({ "aria-invalid": errors[name] ? ("true" as const) : undefined, "aria-describedby": errors[name] ? `switch-${name}-error` : undefined });
  const throttle = option("throttle");
  return (
    <section class="switches" aria-label="Switches">
      <h2>For all that passes</h2>
      {throttle && <Throttle option={throttle} value={value("throttle")} reading={reading} set={to => set("throttle", to)} marks={marks("throttle")} />}
      {fault("throttle")}
      {SWITCHES.filter(([name]) => option(name)).map(([name, label]) => (
        <Switch key={name} name={name} label={label} value={value(name)} reading={reading} set={to => set(name, to)} />
      ))}
      {STICKY.filter(([name]) => option(name)).map(([name, label]) => (
        <div key={name} class="rule-part">
          <label for={`switch-${name}`} title="What a server set, or a client sent, is added to requests that lack it">{label} <small>({name})</small></label>
          <FilterField id={`switch-${name}`} value={value(name)} reading={reading} set={to => set(name, to)} marks={marks(name)} />
          {fault(name)}
        </div>
      ))}
    </section>
  );
}

interface SwitchProps {
  value: string;
  reading: number;
  /** Fails with what was told at the field. */
  set: (value: string) => Promise<void>;
}

function Switch({ name, label, value, reading, set }: SwitchProps & { name: string; label: string }) {
  const [shown, choose] = useChosen(value, reading);
  return (
    <label class="check"><input type="checkbox" checked={shown === "true"} onChange={event => {
      const next = String(event.currentTarget.checked);
      choose(next, () => set(next)).catch(() => undefined);
    }} /> {label} <small>({name})</small></label>
  );
}

type Marks = Record<string, string | undefined>;

/** What is typed stays, whatever is read meanwhile, until it is set. */
function FilterField({ id, value, reading, set, marks }: SwitchProps & { id: string; marks: Marks }) {
  const [shown, choose] = useChosen(value, reading);
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input id={id} class="mono" placeholder="none; a filter such as host = api.example" spellcheck={false} autocomplete="off" value={typed ?? shown} {...marks} onInput={event => setTyped(event.currentTarget.value)} onChange={event => {
      const next = event.currentTarget.value;
      choose(next, () => set(next)).then(() => setTyped(now => (now === next ? null : now)), () => undefined);
    }} />
  );
}

interface ThrottleProps extends SwitchProps {
  option: Option;
  marks: Marks;
}

function Throttle({ option, value, reading, set, marks }: ThrottleProps) {
  const [shown, choose] = useChosen(value, reading);
  const field = fieldOf(option);
  const speeds = field.kind === "choice" ? field.choices : SPEEDS;
  return (
    <div class="rule-part">
      <label for="throttle">Speed of the network <small>(throttle)</small></label>
      <select id="throttle" value={shown} {...marks} onChange={event => {
        const next = event.currentTarget.value;
        choose(next, () => set(next)).catch(() => undefined);
      }}>
        {!speeds.includes("") && <option value="">as it is</option>}
        {[...new Set([...speeds, ...(shown ? [shown] : [])])].map(speed => <option key={speed} value={speed}>{speed}</option>)}
      </select>
    </div>
  );
}

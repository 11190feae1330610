/** Rules that are only on or off, and the speed of the network. */
import { useState } from "preact/hooks";
import { patch } from "../api";
import { fieldOf, type Option } from "../options/field";

const SWITCHES: readonly [string, string][] = [
  ["anticache", "Ask for fresh responses"],
  ["anticomp", "Ask for responses without compression"],
];
const STICKY: readonly [string, string][] = [
  ["sticky-cookie", "Keep cookies for"],
  ["sticky-auth", "Keep Authorization for"],
];
/** Speeds that browsers name; those that the option lists come instead. */
const SPEEDS = ["offline", "slow-3g", "3g", "slow-4g", "fast-4g", "lte", "dsl", "very-bad"];

interface Props {
  options: readonly Option[];
  changed: () => void;
}

export function Switches({ options, changed }: Props) {
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const option = (name: string): Option | undefined => options.find(each => each.name === name);
  const value = (name: string): string => String(option(name)?.value ?? "");

  async function set(name: string, to: string): Promise<void> {
    try {
      await patch("/options", { [name]: to });
      setErrors({ ...errors, [name]: "" });
    } catch (e) {
      setErrors({ ...errors, [name]: e instanceof Error ? e.message : String(e) });
    }
    changed();
  }

  const fault = (name: string) => errors[name] && <p id={`switch-${name}-error`} class="option-error" role="alert">{errors[name]}</p>;
  const marks = (name: string) => ({ "aria-invalid": errors[name] ? ("true" as const) : undefined, "aria-describedby": errors[name] ? `switch-${name}-error` : undefined });
  const throttle = option("throttle");
  return (
    <section class="switches" aria-label="Switches">
      {throttle && <Throttle option={throttle} value={value("throttle")} set={to => void set("throttle", to)} marks={marks("throttle")} />}
      {fault("throttle")}
      {SWITCHES.filter(([name]) => option(name)).map(([name, label]) => (
        <label key={name} class="check"><input type="checkbox" checked={value(name) === "true"} onChange={event => void set(name, String(event.currentTarget.checked))} /> {label} <small>({name})</small></label>
      ))}
      {STICKY.filter(([name]) => option(name)).map(([name, label]) => (
        <div key={name} class="rule-part">
          <label for={`switch-${name}`}>{label}</label>
          <input id={`switch-${name}`} class="mono" placeholder="a filter; empty is off" spellcheck={false} autocomplete="off" value={value(name)} {...marks(name)} onChange={event => void set(name, event.currentTarget.value)} />
          {fault(name)}
        </div>
      ))}
    </section>
  );
}

interface ThrottleProps {
  option: Option;
  value: string;
  set: (value: string) => void;
  marks: Record<string, string | undefined>;
}

function Throttle({ option, value, set, marks }: ThrottleProps) {
  const field = fieldOf(option);
  const speeds = field.kind === "choice" ? field.choices : SPEEDS;
  return (
    <div class="rule-part">
      <label for="throttle">Speed of the network</label>
      <select id="throttle" value={value} {...marks} onChange={event => set(event.currentTarget.value)}>
        {!speeds.includes("") && <option value="">as it is</option>}
        {[...new Set([...speeds, ...(value ? [value] : [])])].map(speed => <option key={speed} value={speed}>{speed}</option>)}
      </select>
    </div>
  );
}

/** The rules in the order in which they act: set, tested, counted. */
import { useEffect, useState } from "preact/hooks";
import { get, isAbort } from "../api";
import { clock, count, plural } from "../format";
import type { Option } from "../options/field";
import { isOfOption, readRules, setRules, specsOf, switchRule, type Rule } from "../rules/calls";
import { RuleForm } from "../rules/form";
import { proposal } from "../rules/fromflow";
import { KINDS, kindOf, NO_PARTS, partsOf } from "../rules/spec";
import { Switches } from "../rules/switches";
import { optionsChanged } from "../session";
import { beginReading, useChosen } from "../ui/chosen";
import { Icon } from "../ui/icon";
import { toast, toastError, toastUndo } from "../ui/toast";
import { Failure } from "../viewers/failure";
import { Shown } from "../viewers/spans";

const PACE_MS = 2000;

export default function Rules() {
  const [{ rules, reading }, setList] = useState<{ rules: readonly Rule[] | null; reading: number }>({ rules: null, reading: 0 });
  const [{ options, asOf }, setOptions] = useState<{ options: readonly Option[]; asOf: number }>({ options: [], asOf: 0 });
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  /** The name of the rule that is changed; empty for a new one. */
  const [editing, setEditing] = useState<string | null>(null);
  const changes = optionsChanged.value;
  const again = (): void => setAttempt(number => number + 1);

  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    const read = async (): Promise<void> => {
      try {
        const number = beginReading();
        setList({ rules: await readRules(abort.signal), reading: number });
        setFailure(null);
      } catch (e) {
        if (isAbort(e)) return;
        setFailure(e);
        return;
      }
      if (!abort.signal.aborted) timer = window.setTimeout(() => void read(), PACE_MS);
    };
    void read();
    const number = beginReading();
    get<Option[]>("/options", {}, abort.signal).then(all => setOptions({ options: all, asOf: number }), () => undefined);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [changes, attempt]);

  useEffect(() => {
    if (proposal.value) setEditing("");
  }, [proposal.value]);

  const all = rules ?? [];
  const edited = all.find(rule => rule.name === editing);
  const given = proposal.value;

  function close(): void {
    proposal.value = null;
    setEditing(null);
  }

  async function add(kind: string, spec: string): Promise<void> {
    await setRules(kind, [...specsOf(await readRules(), kind), spec]);
    toast("The rule is in effect");
    close();
    again();
  }

  async function replace(rule: Rule, spec: string): Promise<void> {
    const specs = specsOf(await readRules(), rule.kind);
    const at = specs.indexOf(rule.spec);
    await setRules(rule.kind, at < 0 ? [...specs, spec] : specs.map((each, index) => (index === at ? spec : each)));
    close();
    again();
  }

  async function remove(rule: Rule): Promise<void> {
    try {
      const before = specsOf(await readRules(), rule.kind);
      const at = before.indexOf(rule.spec);
      await setRules(rule.kind, before.filter((_, index) => index !== at));
      toastUndo("The rule is removed", () => undefined, () => void setRules(rule.kind, before).then(again, toastError));
    } catch (e) {
      toastError(e);
    }
    again();
  }

  return (
    <div class="sheet rules" data-keys="rules">
      <header class="sheet-head">
        <h1>Rules</h1>
        <p role="status">{rules && plural(all.length, "rule")}</p>
        <span class="spring" />
        <button type="button" class="primary" disabled={editing === ""} onClick={() => setEditing("")}><Icon name="plus" />New rule</button>
      </header>
      {failure !== null && <Failure error={failure} retry={again} />}
      {editing === "" && <RuleForm key={given ? JSON.stringify(given) : "new"} isNew kind={given?.kind ?? KINDS[0]!.id} parts={given?.parts ?? NO_PARTS} set={add} close={close} />}
      {all.length > 0 && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Rules in their order">
          <table class="table rule-table">
            <thead>
              <tr><th scope="col">On</th><th scope="col">Kind</th><th scope="col">Rule</th><th scope="col" class="numeric">Hits</th><th scope="col" class="numeric">Last</th><th scope="col">Set by</th><th scope="col"><span class="sr">Tools</span></th></tr>
            </thead>
            <tbody>
              {all.map(rule => <RuleRow key={rule.name} rule={rule} reading={reading} again={again} edit={() => setEditing(rule.name)} remove={() => void remove(rule)} />)}
            </tbody>
          </table>
        </div>
      )}
      {edited && kindOf(edited.kind) && <RuleForm key={edited.name} isNew={false} kind={edited.kind} parts={partsOf(kindOf(edited.kind)!, edited.spec)} set={(_, spec) => replace(edited, spec)} close={close} />}
      {rules && all.length === 0 && editing === null && <p class="empty">No rule is set: what passes is not changed.</p>}
      <Switches options={options} reading={asOf} changed={again} />
    </div>
  );
}

interface RowProps {
  rule: Rule;
  /** The number of the reading that the rule is from. */
  reading: number;
  again: () => void;
  edit: () => void;
  remove: () => void;
}

function RuleRow({ rule, reading, again, edit, remove }: RowProps) {
  const [on, turn] = useChosen(rule.on, reading);
  const mine = isOfOption(rule) && kindOf(rule.kind) !== undefined;
  return (
    <tr class={on ? "" : "off"}>
      <td><input type="checkbox" aria-label={`${rule.name} on`} checked={on} onChange={event => {
        const next = event.currentTarget.checked;
        turn(next, () => switchRule(rule.name, next)).catch(toastError).finally(again);
      }} /></td>
      <td>{rule.kind}</td>
      <td class="mono rule-spec"><Shown text={rule.spec} />{rule.failed > 0 && <span class="rule-failed"> ⚠ failed {plural(rule.failed, "time")}</span>}</td>
      <td class="numeric">{count(rule.hits)}</td>
      <td class="numeric">{rule.last ? clock(Date.parse(rule.last) * 1000) : ""}</td>
      <td>{rule.source}</td>
      <td class="rule-tools">
        {mine && <>
          <button type="button" class="quiet" aria-label={`Change ${rule.name}`} onClick={edit}><Icon name="pencil" /></button>
          <button type="button" class="quiet" aria-label={`Remove ${rule.name}`} onClick={remove}><Icon name="trash-2" /></button>
        </>}
      </td>
    </tr>
  );
}

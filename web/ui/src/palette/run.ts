/** Calls a command with the words of a line, and tells its result. */
import { get, post } from "../api";

import { confirm } from "../ui/dialog";
import { argumentAt, fault, parameterAt, words, type Command } from "./line";

export interface Completion {
  from: number;
  candidates: string[];
}

/** Whether a command removes something, if the server does not say so itself. */
function destroys(command: Command): boolean {
  return command.destroys ?? /(^|\.)(clear|clear_unmarked|remove|trim)$/.test(command.name);
}

/** Calls the command of a line. Throws an error whose message is a sentence. Returns null if the person said no. */
export async function callLine(line: string, commands: Command[]): Promise<string | null> {
  const [name, ...rest] = words(line).map(word => word.text);
  const command = commands.find(each => each.name === name);
  if (!command) throw new Error(`There is no command ${name ?? ""}; Tab completes.`);
  const wrong = fault(command, rest);
  if (wrong) throw new Error(wrong);
  if (destroys(command)) {
    const yes = await confirm({ title: command.name, detail: `${command.help} This cannot be undone.`, deed: command.name });
    if (!yes) return null;
  }
  const answer = await post<{ value: unknown; text: string }>(`/commands/${encodeURIComponent(command.name)}`, {
    arguments: named(command, rest),
  });
  return answer.text.trim();
}

/** Arguments by the names of their parameters; the last one takes a list if it may be repeated. */
export function named(command: Command, given: string[]): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = {};
  command.parameters.forEach((parameter, index) => {
    if (given[index] === undefined) return;
    all[parameter.name] = parameter.variadic ? given.slice(index) : given[index];
  });
  return all;
}

/** Candidates for the word at the caret: of a command's name from the list, of an argument from the server. */
export async function complete(line: string, caret: number, commands: Command[], signal: AbortSignal): Promise<Completion> {
  const argument = argumentAt(line, caret);
  const text = line.slice(0, caret);
  if (argument < 0) {
    const from = text.length - text.trimStart().length;
    return { from, candidates: commands.map(command => command.name).filter(name => name.includes(text.trim())).slice(0, 50) };
  }
  const answer = await get<{ from: number; candidates?: string[]; items?: { text: string }[] }>("/commands/complete", { line: text, at: caret }, signal);
  return { from: answer.from, candidates: answer.candidates ?? answer.items?.map(item => item.text) ?? [] };
}

/** What the argument at the caret means, as a line of help. */
export function hint(line: string, caret: number, commands: Command[]): string {
  const [name] = words(line);
  const command = commands.find(each => each.name === name?.text);
  if (!command) return "";
  const parameter = parameterAt(command, Math.max(0, argumentAt(line, caret)));
  if (!parameter) return command.help;
  const optional = parameter.required ? "" : `, optional${parameter.default ? `: ${parameter.default} by default` : ""}`;
  return `${parameter.name} (${parameter.type}${optional}): ${parameter.help}`;
}


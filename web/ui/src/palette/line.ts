/** A command line as the server splits it: words, in quotes if they contain spaces. Pure. */
export interface Parameter {
  name: string;
  type: string;
  help: string;
  required: boolean;
  variadic: boolean;
  default: string | null;
}

export interface Command {
  name: string;
  help: string;
  usage?: string;
  result?: string;
  parameters: Parameter[];
  destroys?: boolean;
  files?: string[];
}

export interface Word {
  text: string;
  from: number;
  to: number;
}

/** The words of a line with their places; a quote that is not closed reaches to the end. */
export function words(line: string): Word[] {
  const all: Word[] = [];
  let i = 0;
  while (i < line.length) {
    if (/\s/.test(line[i] ?? "")) {
      i++;
      continue;
    }
    const from = i;
    let text = "";
    let quote = "";
    for (; i < line.length; i++) {
      const char = line[i] ?? "";
      if (quote) {
        if (char === "\\" && (line[i + 1] === quote || line[i + 1] === "\\")) text += line[++i] ?? "";
        else if (char === quote) quote = "";
        else text += char;
      } else if (char === '"' || char === "'") quote = char;
      else if (/\s/.test(char)) break;
      else text += char;
    }
    all.push({ text, from, to: i });
  }
  return all;
}

/** A word as a command line must write it. */
export function quoted(text: string): string {
  return /^[^\s"'\\]+$/.test(text) ? text : `"${text.replace(/(["\\])/g, "\\$1")}"`;
}

/** The number of the argument that the caret is in, 0 for the first; -1 in the command's name. */
export function argumentAt(line: string, caret: number): number {
  return words(line.slice(0, caret)).length - (/(^|\s)$/.test(line.slice(0, caret)) ? 1 : 2);
}

/** The parameter of an argument; the last one takes the rest if it may be repeated. */
export function parameterAt(command: Command, argument: number): Parameter | undefined {
  const last = command.parameters.at(-1);
  return command.parameters[argument] ?? (last?.variadic ? last : undefined);
}

/** What is wrong with the arguments of a command, as a sentence; null if they can be sent. */
export function fault(command: Command, given: string[]): string | null {
  const missing = command.parameters.filter((parameter, index) => parameter.required && given[index] === undefined);
  if (missing[0]) return `${command.name} needs ${missing[0].name}: ${missing[0].help}`;
  const last = command.parameters.at(-1);
  if (given.length > command.parameters.length && !last?.variadic) {
    return `${command.name} takes ${command.parameters.length} arguments, not ${given.length}`;
  }
  for (const [index, text] of given.entries()) {
    const wrong = typeFault(parameterAt(command, index), text);
    if (wrong) return wrong;
  }
  return null;
}

function typeFault(parameter: Parameter | undefined, text: string): string | null {
  if (!parameter) return null;
  if (parameter.type === "number" && !/^-?\d+$/.test(text)) return `${parameter.name} must be a number, not "${text}"`;
  if (parameter.type === "boolean" && !/^(true|false)$/.test(text)) return `${parameter.name} must be true or false`;
  const choices = parameter.type.includes("|") ? parameter.type.split("|") : null;
  if (choices && !choices.includes(text)) return `${parameter.name} must be one of ${choices.join(", ")}`;
  return null;
}

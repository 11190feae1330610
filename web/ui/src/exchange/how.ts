// What may be asked of an import, as `steno import` is asked by options.
import type { Params } from "../api";

export interface How {
  /** Its name; empty to recognise it by the content. */
  format: string;
  password: string;
  salvage: boolean;
  all: boolean;
  resources: boolean;
  strict: boolean;
}

export const AS_USUAL: How = { format: "", password: "", salvage: false, all: false, resources: false, strict: false };

export function paramsOf(how: How): Params {
  const { format, salvage, all, resources, strict } = how;
  return { format: format || null, salvage, all, resources, strict };
}

/** A password is in no address, since these are logged. */
export function headersOf(how: How): Record<string, string> {
  return how.password ? { "Steno-Password": encodeURIComponent(how.password) } : {};
}

/** What to do about a file that gives less than it could, in the words of the sheet; empty if the sheet has nothing for it. */
export function toDo(remedy: string | null | undefined): string {
  switch (remedy) {
    case "format":
      return "If it is one of these, choose its format, and try again.";
    case "password":
      return "Give the password, and try again.";
    case "salvage":
      return "Items behind the damage can be searched for.";
    default:
      return "";
  }
}

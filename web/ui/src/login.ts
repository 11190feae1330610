// How the page comes to its token: from the code in the address that steno prints, good once.
import { effect, signal } from "@preact/signals";
import { ApiError, post, refused, token } from "./api";
import { read, write } from "./store";

export type Access = "checking" | "in" | "out";

export const access = signal<Access>("checking");
/** Why there is no access, as a sentence; empty if the page was opened without a code. */
export const refusal = signal("");

const CODE = /^#login=([^&]+)(?:&to=(.*))?$/;

/** Changes the code of the fragment for the token, or takes the one that was kept. */
export async function logIn(): Promise<void> {
  const code = CODE.exec(location.hash);
  token.value = read("token");
  if (code) {
    history.replaceState(null, "", code[2] ? `#${decodeURIComponent(code[2])}` : location.pathname + location.search);
    try {
      const answer = await post<{ token: string }>("/login", { code: decodeURIComponent(code[1] ?? "") });
      write("token", answer.token);
      token.value = answer.token;
    } catch (e) {
      // A spent code in a reloaded address does no harm to who has the token already.
      if (!token.value) refusal.value = e instanceof ApiError ? e.message : String(e);
    }
  }
  access.value = token.value ? "in" : "out";
}

/** The server does not take the token any more. */
export function loggedOut(reason: string): void {
  write("token", null);
  token.value = null;
  refusal.value = reason;
  access.value = "out";
}

effect(() => {
  if (refused.value) loggedOut(refused.value);
});

// The start of the page.
import { effect } from "@preact/signals";
import { render } from "preact";
import "./core";
import { startDropping } from "./exchange/dropped";
import { Frame } from "./frame/frame";
import { expectActions, startKeys } from "./keys";
import { connect } from "./live";
import { access, logIn } from "./login";
import { opened } from "./opened";
import { startRouter } from "./router";
import { startSession } from "./session";
import { applyTheme } from "./theme";

applyTheme();
startKeys();
await logIn();
startRouter();
const root = document.getElementById("app");
if (root) render(<Frame />, root);

let started = false;
effect(() => {
  if (access.value !== "in" || started) return;
  started = true;
  connect();
  startSession();
  startDropping();
  if (opened) return; // nothing is held there
  // Not needed for what is seen first.
  const more = () => Promise.all([import("./held/listactions"), import("./diff/actions")]).then(() => expectActions(null), () => undefined);
  expectActions(more);
  setTimeout(more, 1000);
});

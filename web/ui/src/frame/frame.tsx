// The frame of the page: banner, navigation, the pages, the foot.
import { useEffect, useLayoutEffect } from "preact/hooks";
import { DropGround } from "../exchange/dropground";
import { Flows } from "../list/flows";
import { GoTo } from "../list/goto";
import { liveState } from "../live";
import { access } from "../login";
import { pages } from "../pages";
import { route } from "../router";
import { text } from "../strings";
import { Questions } from "../ui/dialog";
import { focusMain } from "../ui/focus";
import { Lazy } from "../ui/lazy";
import { Menus } from "../ui/menu";
import { Toasts } from "../ui/toast";
import { Announcer } from "./announcer";
import { Banner } from "./banner";
import { Foot } from "./foot";
import { NoAccess } from "./noaccess";
import { Overlays } from "./overlays";
import { addFrameActions } from "./actions";
import { Navigation } from "./navigation";
import { startTitle } from "./title";
import { Troubles } from "./troubles";

export function Frame() {
  useLayoutEffect(addFrameActions, []);
  useEffect(startTitle, []);
  if (access.value !== "in") return <NoAccess />;
  const page = pages.find(each => each.id === route.value.page) ?? pages[0];
  return (
    <div class={`frame ${liveState.value === "lost" ? "offline" : ""}`}>
      <a class="skip" href="#main" onClick={skip}>{text.frame.skip}</a>
      <Banner />
      <Navigation />
      <Troubles />
      <main class="main" id="main">
        <Flows shown={!page?.load} />
        {page?.load && <div key={page.id} class="page" data-keys="detail" data-pane tabIndex={-1}><Lazy load={page.load} props={{}} /></div>}
      </main>
      <Foot />
      <Announcer />
      <DropGround />
      <Overlays />
      <GoTo />
      <Menus />
      <Questions />
      <Toasts />
    </div>
  );
}

function skip(event: Event): void {
  event.preventDefault();
  focusMain();
}

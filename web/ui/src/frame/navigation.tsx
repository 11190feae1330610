// The pages, as links: each can be opened in a tab of its own.
import { pages } from "../pages";
import { addressOf, go, route } from "../router";
import { text } from "../strings";
import { Icon } from "../ui/icon";

export function Navigation() {
  const now = route.value;
  return (
    <nav class="nav" aria-label={text.frame.pages}>
      {pages.filter(page => !page.hidden || page.id === now.page).map(page => (
        <a key={page.id} href={addressOf({ ...now, page: page.id })} aria-current={page.id === now.page ? "page" : undefined}
          onClick={event => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            go(page.id);
          }}>
          <Icon name={page.icon} /><span>{page.label}</span>
          {page.badge?.value && <span class="badge">{page.badge.value}</span>}
        </a>
      ))}
    </nav>
  );
}

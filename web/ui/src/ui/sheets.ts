// The stylesheet of what is loaded later: the pages beside the list, charts, the palette. It is loaded with the first of them.
let loading: Promise<void> | null = null;

function styles(): Promise<void> {
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`sheets.css${new URL(import.meta.url).search}`, import.meta.url).href;
    link.onload = () => done();
    link.onerror = () => {
      link.remove();
      loading = null;
      failed(new Error("sheets.css could not be loaded"));
    };
    document.head.append(link);
  });
}

/** A loader of a part that needs that stylesheet: the part is there once both are. */
export function styled<T>(load: () => Promise<T>): () => Promise<T> {
  return () => Promise.all([load(), (loading ??= styles())]).then(([part]) => part);
}

// Lays out JavaScript and CSS, away from the page's thread. Loaded when it is first asked for.
import css from "js-beautify/js/src/css";
import js from "js-beautify/js/src/javascript";

interface Job {
  readonly id: number;
  readonly language: "js" | "css";
  readonly text: string;
}

const OPTIONS = { indent_size: 2, preserve_newlines: true, max_preserve_newlines: 2, wrap_line_length: 0 };

addEventListener("message", (event: MessageEvent<Job>) => {
  const { id, language, text } = event.data;
  try {
    postMessage({ id, text: (language === "css" ? css : js)(text, OPTIONS) });
  } catch (error) {
    postMessage({ id, problem: String(error) });
  }
});

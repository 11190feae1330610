package dev.steno.cli.print;

import dev.steno.cli.command.Failure;
import dev.steno.text.Printable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Pages that a command writes: one file, which loads nothing and runs no script; its policy forbids both (CSP 3). Stateless.
 */
public final class HtmlPage {
    private HtmlPage() {}

    /**
     * Returns the begin of a page, up to its heading; {@link #end} ends it.
     *
     * @param title of the window
     * @param heading of the page
     * @param width upper bound on the width of its text, in {@code em}
     * @param style rules of CSS beside those of all pages
     */
    public static String begin(String title, String heading, int width, String style) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>$TITLE</title>
                <style>
                :root { color-scheme: light dark }
                body { font: 14px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: $WIDTHem; padding: 0 1em }
                table { border-collapse: collapse } th, td { border-top: 1px solid #8884 }
                $STYLE</style></head><body>
                <h1>$HEADING</h1>
                """.replace("$TITLE", escaped(title))
                .replace("$WIDTH", Integer.toString(width))
                .replace("$HEADING", escaped(heading))
                .replace("$STYLE", style);
    }

    /**
     * Refuses a file to which no page can be written, before the work of which it tells.
     *
     * @throws Failure of usage
     */
    public static void checkFile(Path file) throws Failure {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw Failure.usage("the page cannot be written to " + file + ", which is a folder: give a file");
        } else if (folder == null || !Files.isDirectory(folder)) {
            throw Failure.usage("the page cannot be written to " + file + ": there is no folder " + folder);
        } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw Failure.usage("the page cannot be written to " + file + ": permission denied");
        }
    }

    /** Returns the end of a page. */
    public static String end() {
        return "</body></html>\n";
    }

    /** Returns a text, which may have been captured, for an element or an attribute. */
    public static String escaped(String text) {
        String printable = Printable.block(text);
        StringBuilder out = new StringBuilder(printable.length() + 16);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}

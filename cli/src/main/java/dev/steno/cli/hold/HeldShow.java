package dev.steno.cli.hold;

import dev.steno.cli.command.Failure;
import dev.steno.cli.print.BodyOutput;
import dev.steno.cli.print.PageOptions;
import dev.steno.cli.remote.JsonTree;
import dev.steno.cli.terminal.Console;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.content.view.ContentViews;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.store.BodyReader;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code steno hold show}: one held message. A text of up to 1 MiB is printed as it is edited, any other body as {@code steno
 * show} prints it. For one thread.
 */
final class HeldShow {
    /** A longer body is shown in part. */
    private static final long LONGEST_TEXT = 1 << 20;

    private final HeldApi held;
    private final Console console;
    private final long flow;
    private final PageOptions page;

    private HeldShow(HeldApi held, Console console, long flow, PageOptions page) {
        this.held = held;
        this.console = console;
        this.flow = flow;
        this.page = page;
    }

    static void describe(CommandSpec show) {
        show.addOption(OptionSpec.builder("--json")
                .description("Prints the flow as JSON, without its bodies.")
                .build());
        show.addOption(OptionSpec.builder("--body")
                .description("Only the body, without content codings.")
                .build());
        show.addOption(OptionSpec.builder("--raw")
                .description("Only the body, as it was transferred, to a file or a pipe.")
                .build());
        show.addOption(OptionSpec.builder("--view")
                .paramLabel("NAME")
                .type(String.class)
                .description("How the body is shown: " + String.join(", ", ContentViews.names())
                        + ". By default text is shown as it is, and above 1 MiB by the view that suits it.")
                .build());
        show.addOption(OptionSpec.builder("--full")
                .description("All lines of a body above 1 MiB, of which the first " + PageOptions.USUAL_LINES
                        + " are shown.")
                .build());
    }

    static void run(HeldApi held, ParseResult call, long flow, long message, Console console) throws IOException {
        boolean body = call.hasMatchedOption("--body");
        boolean raw = call.hasMatchedOption("--raw");
        if (body && raw) {
            throw Failure.usage("--body and --raw exclude each other");
        }
        if (raw && console.isTerminal()) {
            throw Failure.because("--raw writes bytes, which are not for a terminal: steno hold show " + flow
                    + " --raw > FILE writes them to a file");
        }
        Map<String, @Nullable Object> now = held.flow(flow);
        if (message != 0 || point(now).equals("messages")) {
            new HeldStream(held, console).show(flow, message);
        } else {
            PageOptions page = new PageOptions(
                    PageOptions.viewNamed(call.matchedOptionValue("--view", null)),
                    call.hasMatchedOption("--full") ? Long.MAX_VALUE : PageOptions.USUAL_LINES,
                    false,
                    ProtoSchema.NONE,
                    "steno hold show " + flow);
            HeldShow show = new HeldShow(held, console, flow, page);
            if (body || raw) {
                show.bytes(now, raw);
            } else {
                show.page(now);
            }
        }
    }

    private static String point(Map<String, @Nullable Object> flow) {
        return JsonTree.text(JsonTree.object(flow.get("held")), "point");
    }

    private static String part(Map<String, @Nullable Object> flow) {
        return point(flow).startsWith("request") ? "request" : "response";
    }

    private void page(Map<String, @Nullable Object> now) throws IOException {
        Map<String, @Nullable Object> facts = facts(now);
        if (page.view() == null && JsonTree.number(facts, "recorded") <= LONGEST_TEXT) {
            String text = JsonTree.text(held.raw(flow), "text");
            if (keptLine(text) == null || point(now).endsWith("-head")) {
                text(text.endsWith("\n") ? text : text + "\n");
                return;
            }
        }
        text(held.head(flow));
        Body body = body(facts);
        Headers headers = headers(now);
        if (body.size() > LONGEST_TEXT) {
            String what = "(the body: " + BodyOutput.describe(body, headers) + ")";
            console.out().print(Colour.DIM.paint(what, console.colour()) + "\n");
        }
        guarded(() -> output().print(body, headers, null, lack(facts)));
    }

    private void bytes(Map<String, @Nullable Object> now, boolean raw) throws IOException {
        Map<String, @Nullable Object> facts = facts(now);
        guarded(() -> output().write(body(facts), headers(now), null, lack(facts), raw));
    }

    /**
     * Returns the line in brackets that stands for the body in a text for an editor, without its brackets; null if the body
     * itself is there.
     */
    static @Nullable String keptLine(String text) {
        String body = text.substring(text.indexOf("\n\n") + 2);
        return body.startsWith("[the body ") && body.endsWith("]") ? body.substring(1, body.length() - 1) : null;
    }

    private void text(String text) {
        console.out().print(console.isTerminal() ? Printable.block(text) : text);
    }

    private static Map<String, @Nullable Object> facts(Map<String, @Nullable Object> now) {
        return JsonTree.object(JsonTree.object(now.get("bodies")).get(part(now)));
    }

    private static Body body(Map<String, @Nullable Object> facts) {
        long size = JsonTree.number(facts, "recorded");
        return size == 0 ? Body.NONE : new Body.Stored(0, size, JsonTree.number(facts, "size"), true);
    }

    private static @Nullable String lack(Map<String, @Nullable Object> facts) {
        String lack = JsonTree.text(facts, "lack");
        return lack.isEmpty() ? null : lack;
    }

    private static Headers headers(Map<String, @Nullable Object> now) {
        var fields = JsonTree.objects(JsonTree.object(now.get(part(now))).get("headers"));
        Headers.Builder headers = Headers.builder(fields.size());
        fields.forEach(field -> headers.add(JsonTree.text(field, "name"), JsonTree.text(field, "value")));
        return headers.build();
    }

    private BodyOutput output() {
        return new BodyOutput(new Remote(), console, page);
    }

    /** What prints a body. */
    private interface Printing {
        void run() throws IOException;
    }

    private static void guarded(Printing printing) throws IOException {
        try {
            printing.run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The body of the message, whichever is asked for. */
    private final class Remote implements BodyReader {
        @Override
        public InputStream body(Body any) {
            try {
                return any instanceof Body.None ? InputStream.nullInputStream() : held.body(flow);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputStream body(Body any, long offset) {
            throw new UnsupportedOperationException("bodies are read from their start");
        }
    }
}

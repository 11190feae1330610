package dev.steno.cli.tool;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.print.BodyOutput;
import dev.steno.cli.print.FlowJsonLines;
import dev.steno.cli.print.HttpPage;
import dev.steno.cli.print.MessageOutput;
import dev.steno.cli.print.PageOptions;
import dev.steno.cli.print.StreamPage;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.Pager;
import dev.steno.content.view.ContentView;
import dev.steno.content.view.ContentViews;
import dev.steno.copy.CopyFormat;
import dev.steno.copy.UncopyableException;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.store.FlowHistory;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno show}: prints one flow, or one of its bodies. */
public final class ShowCommand extends ParsedSubcommand {
    private static final String AS = "--as";

    @Override
    public String summary() {
        return "Show one flow of a session, or one of its bodies.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        Sessions.describeNext(spec, "ID", "The flow's number, as steno ls shows it.");
        spec.addOption(OptionSpec.builder("--request")
                .description("Only the request; of a stream, what the client sent.")
                .build());
        spec.addOption(OptionSpec.builder("--response")
                .description("Only the response; of a stream, what the server sent.")
                .build());
        spec.addOption(OptionSpec.builder("--body")
                .description(
                        "Only the body, without content codings: the response's, or the request's if --request is given. "
                                + "Of a raw stream or a WebSocket, the bytes of its messages.")
                .build());
        spec.addOption(OptionSpec.builder("--raw")
                .description("Only the body, as it was transferred, to a file or a pipe.")
                .build());
        spec.addOption(OptionSpec.builder("--view")
                .paramLabel("NAME")
                .type(String.class)
                .description("How bodies are shown: " + String.join(", ", ContentViews.names())
                        + ". By default the view that suits each body.")
                .build());
        spec.addOption(OptionSpec.builder(AS)
                .paramLabel("FORMAT")
                .type(String.class)
                .description("The flow as text to paste elsewhere, with its secrets: " + CopyFormat.names() + ".")
                .build());
        SchemaOption.describe(spec);
        spec.addOption(OptionSpec.builder("--detail")
                .description("The query, cookies, credentials and certificates taken apart as well, and the pseudo "
                        + "header fields of HTTP/2.")
                .build());
        spec.addOption(OptionSpec.builder("--full")
                .description("All lines of each body. Without a pager, the first " + PageOptions.USUAL_LINES
                        + " are shown and the others counted.")
                .build());
        spec.addOption(OptionSpec.builder("--json")
                .description("The flow as one JSON object: the keys of steno ls --json, then request, response, "
                        + "interim, websocket, timings (milliseconds), client, server, mark, comment, metadata, "
                        + "replay and revisions.")
                .build());
        spec.addOption(OptionSpec.builder("--bodies")
                .description("With --json, the bodies as well: text, or base64 if the body is not text.")
                .build());
        spec.addOption(OptionSpec.builder("--original")
                .description("The messages as the peers sent them, before they were changed on their way or edited.")
                .build());
        spec.addOption(OptionSpec.builder("--revision")
                .paramLabel("N")
                .type(Integer.class)
                .description("The flow as it was after its edit N; 0 for the flow as it was recorded.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "By default the whole flow is formatted for reading: bodies decoded and laid out, control "
                                + "characters escaped. On a terminal it is shown by $STENO_PAGER, $PAGER or less -FRX; "
                                + "STENO_PAGER=cat shows it without a pager.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        boolean request = call.hasMatchedOption("--request");
        boolean response = call.hasMatchedOption("--response");
        boolean body = call.hasMatchedOption("--body");
        boolean raw = call.hasMatchedOption("--raw");
        if (request && response) {
            throw Failure.usage("--request and --response exclude each other; without either, both are shown");
        }
        if (body && raw) {
            throw Failure.usage("--body and --raw exclude each other");
        }
        boolean json = call.hasMatchedOption("--json");
        if (json && (request || response || body || raw)) {
            throw Failure.usage("--json gives the complete flow; it excludes --request, --response, --body and --raw");
        }
        if (!json && call.hasMatchedOption("--bodies")) {
            throw Failure.usage("--bodies belongs to --json; --body writes one body alone");
        }
        if (raw && console.isTerminal()) {
            throw Failure.because("--raw writes bytes, which are not for a terminal: " + typed(call)
                    + " --raw > FILE writes them to a file");
        }
        String as = call.matchedOptionValue(AS, null);
        if (as != null && (json || request || response || body || raw)) {
            throw Failure.usage(AS + " excludes --json, --request, --response, --body and --raw");
        }
        Direction only = request ? Direction.CLIENT_TO_SERVER : response ? Direction.SERVER_TO_CLIENT : null;
        FlowReference which = FlowReference.of(call, console);
        long id = which.id();
        try (SessionReader reader = which.session().open()) {
            FlowHistory history = FlowHistory.read(id, reader)
                    .orElseThrow(() -> Failure.because("there is no flow " + FlowNumber.print(id) + " in "
                            + which.session().name()
                            + (FlowNumber.recorder(id) == 0 && !(which.session() instanceof SessionAddress.FileAddress)
                                    ? ", where numbers are such as 17.2041"
                                    : "")));
            Flow flow = revision(history, call, reader);
            if (as != null) {
                copy(flow, as, reader, console);
                return ExitCode.OK;
            }
            if (json) {
                FlowJsonLines writer = new FlowJsonLines(console.out());
                writer.write(flow, history.edits(), call.hasMatchedOption("--bodies") ? reader : null);
                writer.writeEnd();
                return ExitCode.OK;
            }
            if (body || raw) {
                writeBytes(flow, only, raw, reader, console, page(call, true));
            } else {
                showPaged(flow, history, only, reader, call, console);
            }
        }
        return ExitCode.OK;
    }

    private static void copy(Flow flow, String as, SessionReader reader, Console console) throws IOException {
        CopyFormat format = CopyFormat.named(as)
                .orElseThrow(() ->
                        Failure.usage(AS + " " + as + " is no format of copies; there are " + CopyFormat.names()));
        try {
            byte[] copy = format.copy(flow, reader);
            if (console.isTerminal() && (format == CopyFormat.RAW || format == CopyFormat.RAW_RESPONSE)) {
                throw Failure.because(
                        AS + " " + as + " writes bytes, which are not for a terminal: > FILE writes them to a file");
            }
            console.out().write(copy);
            if (format == CopyFormat.URL) {
                console.out().write('\n');
            }
        } catch (UncopyableException e) {
            throw Failure.because(String.valueOf(e.getMessage()));
        }
    }

    private static Flow revision(FlowHistory history, ParseResult call, SessionReader reader) throws IOException {
        Integer number = call.matchedOptionValue("--revision", null);
        if (call.hasMatchedOption("--original")) {
            if (number != null) {
                throw Failure.usage("--original and --revision exclude each other");
            }
            return history.original();
        }
        if (number == null) {
            return history.flow();
        }
        Flow found = history.at(number, reader).orElse(null);
        if (found == null) {
            throw Failure.because("flow " + FlowNumber.print(history.flow().id()) + " has no revision " + number
                    + "; its last one is " + history.edits().size());
        }
        return found;
    }

    /** Says which revision is shown; empty if the flow has only one. */
    private static String shown(FlowHistory history, ParseResult call) {
        Integer number = call.matchedOptionValue("--revision", null);
        int last = history.edits().size();
        if (history.original() == history.flow()) {
            return "";
        }
        if (call.hasMatchedOption("--original")) {
            return "as the peers sent it, before it was changed";
        }
        if (number != null && number < last) {
            return number == 0 ? "as recorded, before its edits" : "as it was after edit " + number + " of " + last;
        }
        return FlowHistory.isChanged(history.flow())
                ? (last > 0 ? "as edited" : "as changed on its way") + "; --original shows it as the peers sent it"
                : "as the peers sent it; its edits were reverted";
    }

    /** Shows the flow on as many pages as it needs, if the output is a terminal and there is a pager. */
    private static void showPaged(
            Flow flow,
            FlowHistory history,
            @Nullable Direction only,
            SessionReader reader,
            ParseResult call,
            Console console)
            throws IOException {
        try (Pager pager = Pager.start(console)) {
            Console to = pager == null ? console : pager.console();
            show(flow, history.edits(), shown(history, call), only, reader, to, page(call, pager != null));
            to.flush();
        }
    }

    private static void show(
            Flow flow,
            List<FlowEdit> edits,
            String shown,
            @Nullable Direction only,
            SessionReader reader,
            Console console,
            PageOptions page)
            throws IOException {
        if (flow instanceof HttpFlow http) {
            boolean request = only != Direction.SERVER_TO_CLIENT;
            boolean response = only != Direction.CLIENT_TO_SERVER;
            new HttpPage(
                            http,
                            edits,
                            reader.notes(http.id()),
                            shown,
                            new BodyOutput(reader, console, page),
                            console,
                            page)
                    .print(request, response);
            if (http.webSocket() != null) {
                new MessageOutput(http, reader, console).print(only);
            }
        } else if (flow instanceof TcpFlow tcp) {
            new StreamPage(tcp, reader, console, page).print(only);
        }
    }

    private static void writeBytes(
            Flow flow, @Nullable Direction only, boolean raw, SessionReader reader, Console console, PageOptions page)
            throws IOException {
        if (flow instanceof HttpFlow http && http.webSocket() == null) {
            new BodyOutput(reader, console, page).write(http, only == Direction.CLIENT_TO_SERVER, raw);
        } else {
            new MessageOutput(flow, reader, console).write(only);
        }
    }

    private static PageOptions page(ParseResult call, boolean allLines) throws IOException {
        ContentView view = PageOptions.viewNamed(call.matchedOptionValue("--view", null));
        long lines = allLines || call.hasMatchedOption("--full") ? Long.MAX_VALUE : PageOptions.USUAL_LINES;
        return new PageOptions(view, lines, call.hasMatchedOption("--detail"), SchemaOption.schema(call), typed(call));
    }

    /** The call that shows the same message, without the options for the format. */
    private static String typed(ParseResult call) {
        StringBuilder typed = new StringBuilder("steno show");
        for (ArgSpec positional : call.matchedPositionals()) {
            positional.originalStringValues().forEach(value -> typed.append(' ').append(value));
        }
        return typed.append(call.hasMatchedOption("--request") ? " --request" : "")
                .toString();
    }
}

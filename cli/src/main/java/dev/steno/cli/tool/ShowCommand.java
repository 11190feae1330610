package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.print.BodyOutput;
import dev.steno.cli.print.FlowJson;
import dev.steno.cli.print.HttpPage;
import dev.steno.cli.print.MessageOutput;
import dev.steno.cli.print.StreamPage;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno show}: prints one flow, or one of its bodies. */
public final class ShowCommand extends ParsedSubcommand {
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
        spec.addOption(OptionSpec.builder("--json")
                .description("The flow as one JSON object: the keys of steno ls --json, then request, response, "
                        + "interim, websocket, timings (milliseconds), client, server, mark, comment, metadata and "
                        + "replay.")
                .build());
        spec.addOption(OptionSpec.builder("--bodies")
                .description("With --json, the bodies as well: text, or base64 if the body is not text.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "By default the whole flow is formatted for reading: bodies decoded, JSON indented, control "
                                + "characters escaped.");
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
            throw Failure.because("--raw does not write to a terminal: redirect the output to a file or a pipe");
        }
        Direction only = request ? Direction.CLIENT_TO_SERVER : response ? Direction.SERVER_TO_CLIENT : null;
        FlowReference which = FlowReference.of(call, console);
        long id = which.id();
        try (SessionReader reader = SqliteSessionReader.open(which.file())) {
            Flow flow = reader.flow(id)
                    .orElseThrow(() -> Failure.because("there is no flow " + id + " in " + which.file()));
            if (json) {
                FlowJson writer = new FlowJson(console.out());
                writer.write(flow, call.hasMatchedOption("--bodies") ? reader : null);
                writer.writeEnd();
                return ExitCode.OK;
            }
            BodyOutput bodies = new BodyOutput(reader, console);
            if (flow instanceof HttpFlow http) {
                MessageOutput messages = new MessageOutput(http, reader, console);
                if ((body || raw) && http.webSocket() != null) {
                    messages.write(only);
                } else if (body || raw) {
                    bodies.write(http, request, raw);
                } else {
                    new HttpPage(http, bodies, console).print(!response, !request);
                    if (http.webSocket() != null) {
                        messages.print(only);
                    }
                }
            } else if (flow instanceof TcpFlow tcp) {
                if (body || raw) {
                    new MessageOutput(tcp, reader, console).write(only);
                } else {
                    new StreamPage(tcp, reader, console).print(only);
                }
            }
        }
        return ExitCode.OK;
    }
}

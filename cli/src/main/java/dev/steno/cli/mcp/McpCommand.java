package dev.steno.cli.mcp;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.tool.RedactionFlag;
import dev.steno.cli.tool.Sessions;
import dev.steno.mcp.McpServer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.tool.Grant;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno mcp}: serves a session to a client of the model context protocol on standard input and output. */
public final class McpCommand extends ParsedSubcommand {
    private static final String ALLOW = "--allow";
    private static final String REVEAL = "--reveal";

    @Override
    public String summary() {
        return "Serve a session to a language model, by the model context protocol on standard input and output.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addOption(OptionSpec.builder(ALLOW)
                .paramLabel("WHAT")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(",")
                .description("What the model may do beyond reading: " + Grant.names()
                        + ", separated by commas. Nothing by " + "default.")
                .build());
        spec.addOption(OptionSpec.builder(REVEAL)
                .description(
                        "Shows secrets. By default, credentials and cookies are tokens, equal ones for equal secrets.")
                .build());
        RedactionFlag.describe(spec, "Shows further values as tokens");
        spec.usageMessage()
                .footer(
                        "",
                        "A program that talks to a model starts this command and ends it by closing its input; docs/mcp.md "
                                + "has what to write into its settings. What is allowed is done by the Steno that records the "
                                + "session, if one does.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Path file = Sessions.file(call, console);
        Path home = Sessions.home(call);
        Set<Grant> grants = grants(call.matchedOptionValue(ALLOW, List.<String>of()));
        Redactor redactor = call.hasMatchedOption(REVEAL) ? Redactor.NONE : redactor(call, file);
        McpRecord record = new McpRecord(file, () -> SqliteSessionReader.open(file), redactor);
        McpServer server = new McpServer(record, new ApiNeighbourFinder(file, home), grants, Version.number());
        if (server.serve(console.in(), console.bytes())) {
            record.close();
        } // otherwise the process ends without waiting for the disk: the session is only read
        return ExitCode.OK;
    }

    /** Serves a session to a client that asks for a few things and leaves. */
    public static void rehearse(Path file, Path home) throws IOException {
        String asked = """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}
                {"jsonrpc":"2.0","id":2,"method":"tools/list"}
                {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"flows_list"}}
                {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"flow_get","arguments":{"flow":1}}}
                {"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"session_info"}}
                """;
        Console console = new Console(
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                null,
                Map.of(),
                null,
                new ByteArrayInputStream(asked.getBytes(StandardCharsets.UTF_8)),
                false);
        new McpCommand().run(List.of(file.toString(), "--home", home.toString()), console);
    }

    private static Set<Grant> grants(List<String> names) {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (String name : names) {
            grants.add(Grant.named(name.strip())
                    .orElseThrow(
                            () -> Failure.usage("--allow " + name + " is not known: give some of " + Grant.names())));
        }
        return grants;
    }

    private static Redactor redactor(ParseResult call, Path file) throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            return RedactionFlag.leaving(call, reader);
        }
    }
}

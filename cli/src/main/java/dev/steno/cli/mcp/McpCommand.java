package dev.steno.cli.mcp;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.run.HomeKey;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.tool.Sessions;
import dev.steno.mcp.McpServer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.tool.Grant;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
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
                .description("What the model may do beyond reading: " + Grant.names() + ", separated by commas. Nothing by "
                        + "default.")
                .build());
        spec.addOption(OptionSpec.builder(REVEAL)
                .description("Shows secrets. By default, credentials and cookies are tokens, equal ones for equal secrets.")
                .build());
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
        Redactor redactor = call.hasMatchedOption(REVEAL) ? Redactor.NONE : redactor(file, home);
        McpRecord record = new McpRecord(file, () -> SqliteSessionReader.open(file), redactor);
        McpServer server = new McpServer(record, new ApiNeighbourFinder(file, home), grants, Version.number());
        if (server.serve(console.in(), console.bytes())) {
            record.close();
        } // otherwise the process ends without waiting for the disk: the session is only read
        return ExitCode.OK;
    }

    private static Set<Grant> grants(List<String> names) {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (String name : names) {
            grants.add(Grant.named(name.strip())
                    .orElseThrow(() -> Failure.usage(
                            "--allow " + name + " is not known: give some of " + Grant.names())));
        }
        return grants;
    }

    /** With the key by which steno redact makes tokens, so that they are the same. */
    private static Redactor redactor(Path file, Path home) throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            return Redactor.usual(
                    RedactionKey.of(HomeKey.of(home), reader.meta("created").orElse("")));
        }
    }
}

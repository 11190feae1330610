package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.print.RowWriter;
import dev.steno.cli.print.RowWriters;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.sqlite.sql.SessionQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno sql}: runs a query on a session. */
public final class SqlCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Query a session in SQL, with functions for header fields and bodies.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        Sessions.describeNext(
                spec,
                "QUERY",
                "One statement that reads, e.g. 'SELECT id, url FROM flows WHERE status = 500'. A single parameter is "
                        + "the query.");
        RowWriters.describe(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "The views are flows, bodies and messages. Functions of a flow's number: header(id, 'name') and "
                                + "body(id) of the response, json(id, '$.path') in its body; request_header, request_body "
                                + "and request_json do the same for the request. Bodies are without content codings, up to 16 MiB.",
                        "On a terminal, a table; in a pipe, one line per row with tab-separated values, control characters "
                                + "escaped and blobs in hexadecimal digits.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        List<String> given = Sessions.given(call);
        if (given.isEmpty() || given.size() == 1 && Selection.isSession(given.get(0))) {
            throw Failure.usage("which query? steno sql work.steno 'SELECT id, url FROM flows'");
        }
        boolean turned = given.size() == 2 && !Selection.isSession(given.get(0)) && Selection.isSession(given.get(1));
        String query = given.get(turned ? 0 : given.size() - 1);
        Path file = given.size() == 2 ? Path.of(given.get(turned ? 1 : 0)) : Sessions.newest(call, console);
        try (SessionQuery session = SessionQuery.open(file)) {
            RowWriter writer = RowWriters.of(call, console);
            session.run(query, writer);
            writer.writeEnd();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }
}

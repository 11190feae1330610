package dev.steno.cli;

import dev.steno.filter.Filter;
import dev.steno.session.FlowRow;
import dev.steno.session.SessionReader;
import dev.steno.session.StoredContent;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno ls}: the flows of a session. */
final class LsCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "List the flows of a session.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("FILTER")
                .type(String.class)
                .description("Only flows that match, e.g. '~d example.org & status >= 400'.")
                .build());
        spec.addOption(OptionSpec.builder("-n", "--limit")
                .paramLabel("N")
                .type(Long.class)
                .description("At most so many flows; all by default.")
                .build());
        spec.addOption(OptionSpec.builder("-r", "--reverse")
                .description("Newest first; oldest first by default.")
                .build());
        spec.addOption(OptionSpec.builder("--json")
                .description("One JSON object a line, with the keys id, kind, method, url, status, type, request_size, "
                        + "response_size (bytes), started (UTC), duration (milliseconds), state, error and error_step.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "On a terminal a table; in a pipe one line a flow with tabs between the columns:",
                        FlowTsv.COLUMNS.replace(" ", ", ") + ".");
    }

    @Override
    int run(ParseResult call, Console console) throws IOException {
        Filter filter = Filters.parse(call.matchedOptionValue("--filter", ""));
        long limit = call.matchedOptionValue("--limit", Long.MAX_VALUE);
        if (limit < 0) {
            throw Failure.usage("--limit " + limit + " is below 0");
        }
        try (SessionReader reader = Sessions.open(call)) {
            FlowWriter writer = call.hasMatchedOption("--json")
                    ? new FlowJson(console.out())
                    : console.isTerminal()
                            ? new FlowTable(console.out(), console.width(), console.colour())
                            : new FlowTsv(console.out());
            FlowList list = new FlowList(reader, filter, new StoredContent(reader), call.hasMatchedOption("--reverse"));
            long written = 0;
            while (written < limit) {
                FlowRow row = list.next();
                if (row == null) {
                    break;
                }
                writer.write(row);
                if (++written % 64 == 0) {
                    // nobody may be reading any more
                    console.flush();
                }
            }
            writer.end();
        }
        return ExitCode.OK;
    }
}

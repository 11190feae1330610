package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.print.FlowWriters;
import dev.steno.cli.print.Printout;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.filter.Order;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import dev.steno.store.SessionReader;
import dev.steno.view.Arrangement;
import dev.steno.view.RowListing;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno ls}: lists the flows of a session. */
public final class LsCommand extends ParsedSubcommand {
    private static final ValueType<Order> ORDERS = ValueTypes.STANDARD.of(Order.class);

    @Override
    public String summary() {
        return "List the flows of a session.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        Filters.describe(spec);
        spec.addOption(OptionSpec.builder("-n", "--limit")
                .paramLabel("N")
                .type(Long.class)
                .description("The largest number of flows to list; all by default.")
                .build());
        spec.addOption(OptionSpec.builder("-o", "--order")
                .paramLabel("ORDER")
                .type(String.class)
                .description("By " + ORDERS.accepted()
                        + "; time by default. Any other order has to be computed before the first flow is listed.")
                .build());
        spec.addOption(OptionSpec.builder("-r", "--reverse")
                .description("Newest first; with --order, the reverse of that order.")
                .build());
        FlowWriters.describe(spec);
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Arrangement wanted = new Arrangement(
                Filters.of(call),
                false,
                order(call.matchedOptionValue("--order", "time")),
                call.hasMatchedOption("--reverse"));
        long limit = call.matchedOptionValue("--limit", Long.MAX_VALUE);
        if (limit < 0) {
            throw Failure.usage("--limit " + limit + " is negative; it must be 0 or more");
        }
        try (SessionReader reader = Sessions.open(call)) {
            Printout printout = new Printout(FlowWriters.of(call, console), console, limit);
            if (limit > 0) {
                RowListing.read(reader, wanted, printout::printRow, () -> {
                    printout.flushIfDue(); // shows the flows found so far while the search continues
                    return false;
                });
            }
            printout.printEnd();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return ExitCode.OK;
    }

    private static Order order(String given) {
        try {
            return ORDERS.parse(given);
        } catch (ValueException e) {
            throw Failure.usage("--order: " + e.getMessage());
        }
    }
}

package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.print.FlowWriter;
import dev.steno.cli.print.FlowWriters;
import dev.steno.cli.print.Printout;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.Pager;
import dev.steno.filter.Order;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import dev.steno.view.Arrangement;
import dev.steno.view.RowListing;
import dev.steno.view.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno ls}: lists the flows of a session. */
public final class LsCommand extends ParsedSubcommand {
    private static final String LAST = "-n";
    private static final String HEADERS = "--headers";
    private static final String FIRST = "--first";
    private static final ValueType<Order> ORDERS = ValueTypes.STANDARD.of(Order.class);

    @Override
    public String summary() {
        return "List the flows of a session.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Selection.describe(spec);
        spec.addOption(OptionSpec.builder(LAST, "--limit")
                .paramLabel("N")
                .type(Long.class)
                .description("Only the last N flows in the order; all by default.")
                .build());
        spec.addOption(OptionSpec.builder(FIRST)
                .paramLabel("N")
                .type(Long.class)
                .description("Only the first N flows in the order.")
                .build());
        Expectation.describe(spec);
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
        spec.addOption(OptionSpec.builder(HEADERS)
                .description(
                        "With --json, the keys of steno show --json as well: header fields, times, connections, notes.")
                .build());
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Order order = order(call.matchedOptionValue("--order", "time"));
        boolean reverse = call.hasMatchedOption("--reverse");
        long last = limit(call, LAST);
        long first = limit(call, FIRST);
        if (call.hasMatchedOption(LAST) && call.hasMatchedOption(FIRST)) {
            throw Failure.usage(LAST + " and " + FIRST + " exclude each other");
        }
        if (call.hasMatchedOption(HEADERS) && !call.hasMatchedOption("--json")) {
            throw Failure.usage(HEADERS + " belongs to --json");
        }
        Expectation expectation = Expectation.of(call);
        Selection selection = Selection.of(call, console);
        long listed;
        boolean more = false;
        try (SessionReader reader = selection.session().open();
                Pager pager = Pager.start(console)) {
            Console to = pager == null ? console : pager.console();
            FlowWriter writer =
                    call.hasMatchedOption(HEADERS) ? FlowWriters.whole(to, reader) : FlowWriters.of(call, to, reader);
            Printout printout = new Printout(writer, to);
            // a limit is counted from one end; if the list begins at the other end, its rows are reversed
            boolean fromEnd = call.hasMatchedOption(LAST) || !call.hasMatchedOption(FIRST) && reverse;
            Arrangement wanted = new Arrangement(selection.filter(), false, order, fromEnd);
            long limit = Math.min(first, last);
            if (limit > 0 && fromEnd == reverse) {
                more = read(reader, wanted, printout, row -> printout.printRow(row) < limit);
            } else if (limit > 0) {
                Deque<FlowRow> rows = new ArrayDeque<>();
                more = read(reader, wanted, printout, row -> {
                    rows.push(row);
                    return rows.size() < limit;
                });
                rows.forEach(printout::printRow);
            }
            printout.printEnd();
            to.flush();
            listed = printout.written();
            if (listed == 0 && limit > 0) {
                long all = reader.usage().flows();
                console.say(NoMatch.message(selection.text(), all));
            }
            if (more) {
                console.say("only the newest " + Quantity.count(Views.ROOM, "flow")
                        + " that match were sorted; there are older ones:" + " narrow the filter, or list by time");
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return expectation.exitCode(listed, console);
    }

    /** Returns whether older flows match that were not looked at. */
    private static boolean read(
            SessionReader reader, Arrangement wanted, Printout printout, FlowSearch.Found<FlowRow> to)
            throws IOException {
        return RowListing.read(reader, wanted, to, () -> {
            printout.flushIfDue(); // shows the flows found so far while the search continues
            return false;
        });
    }

    private static long limit(ParseResult call, String option) {
        long limit = call.matchedOptionValue(option, Long.MAX_VALUE);
        if (limit < 0) {
            throw Failure.usage(option + " " + limit + " is negative; it must be 0 or more");
        }
        return limit;
    }

    private static Order order(String given) {
        try {
            return ORDERS.parse(given);
        } catch (ValueException e) {
            throw Failure.usage("--order: " + e.getMessage());
        }
    }
}

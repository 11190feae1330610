package dev.steno.cli.store;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.upkeep.RecorderRemoval;
import dev.steno.fleet.upkeep.RemovedRows;
import dev.steno.fleet.upkeep.StoreRecorders;
import dev.steno.store.WorkStopped;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code steno store remove}: takes recorders out of a shared store, after it has said what that removes. For one thread. */
final class RecorderRemover {
    private final ServerUrl url;
    private final Console console;

    RecorderRemover(ServerUrl url, Console console) {
        this.url = url;
        this.console = console;
    }

    /**
     * Removes recorders.
     *
     * @param given their numbers, or the names of their files
     * @param dry whether only what would be removed is told
     * @param sure whether nothing is asked
     * @return the exit code
     */
    int remove(List<String> given, boolean dry, boolean sure) throws IOException {
        if (!dry && !sure && !console.isTerminal()) {
            throw Failure.usage(
                    "store remove cannot ask for confirmation, since standard output is not a terminal: give"
                            + " --yes or --dry-run");
        }
        try (ProgressLine work = new ProgressLine(console);
                RecorderRemoval removal = RecorderRemoval.open(url)) {
            List<StoreRecorders.Listed> all = meant(given, StoreRecorders.list(url));
            int code = ExitCode.OK;
            for (StoreRecorders.Listed each : all) {
                work.beginStep("counting", "", 0);
                RemovedRows rows = removal.count(each.recorder());
                Duration ago = removal.shippedAgo(each.recorder()).orElse(null);
                work.hide();
                if (ago != null) {
                    console.say(
                            "recorder " + each.recorder() + " shipped " + Quantity.duration(ago.toNanos())
                                    + " ago: if it still ships, it will ship all of its flows again, as another recorder; end it first");
                }
                if (dry) {
                    console.out().println(name(each) + " would be removed: " + amount(rows));
                } else if (sure || console.confirm("Remove " + name(each) + ", " + amount(rows) + "?")) {
                    code = Math.max(code, remove(each, removal, work));
                    if (code == ExitCode.STOPPED) {
                        return code;
                    }
                } else {
                    console.say("nothing was removed");
                    code = ExitCode.FAILURE;
                }
            }
            return code;
        }
    }

    private int remove(StoreRecorders.Listed each, RecorderRemoval removal, ProgressLine work) throws IOException {
        try {
            RemovedRows done = removal.remove(each.recorder(), work);
            work.hide();
            console.out().println(name(each) + " removed: " + amount(done));
            return ExitCode.OK;
        } catch (WorkStopped e) {
            work.hide();
            console.say("the removal of recorder " + each.recorder()
                    + " was stopped, and part of it is left; this goes on: steno store remove " + url + " "
                    + each.recorder());
            return ExitCode.STOPPED;
        }
    }

    /** Finds what is meant before anything is removed. */
    private List<StoreRecorders.Listed> meant(List<String> given, List<StoreRecorders.Listed> all) {
        Map<Integer, StoreRecorders.Listed> found = new LinkedHashMap<>();
        for (String text : given) {
            StoreRecorders.Listed one = meant(text, all);
            found.put(one.recorder(), one);
        }
        return List.copyOf(found.values());
    }

    private StoreRecorders.Listed meant(String text, List<StoreRecorders.Listed> all) {
        List<StoreRecorders.Listed> named = new ArrayList<>();
        for (StoreRecorders.Listed each : all) {
            if (text.equals(String.valueOf(each.recorder()))) {
                return each;
            }
            if (text.equals(each.name())) {
                named.add(each);
            }
        }
        if (named.isEmpty()) {
            throw Failure.because("the shared store " + url + " has no recorder \"" + Printable.line(text)
                    + "\": steno store recorders " + url + " lists them");
        }
        if (named.size() > 1) {
            throw Failure.because("recorders "
                    + named.stream()
                            .map(each -> String.valueOf(each.recorder()))
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + " are called \"" + Printable.line(text) + "\": give the number of the one to remove");
        }
        return named.get(0);
    }

    private static String name(StoreRecorders.Listed of) {
        return "recorder " + of.recorder() + " (" + Printable.line(of.name()) + " on " + Printable.line(of.host())
                + ", which shipped last at " + of.last().truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    private static String amount(RemovedRows rows) {
        List<String> parts = new ArrayList<>();
        parts.add(Quantity.count(rows.flows(), "flow"));
        add(parts, rows.messages(), "message");
        if (rows.pieces() > 0) {
            parts.add(Quantity.count(rows.pieces(), "piece") + " of bodies");
        }
        add(parts, rows.edits(), "edit");
        add(parts, rows.notes(), "note");
        return String.join(", ", parts);
    }

    private static void add(List<String> to, long count, String noun) {
        if (count > 0) {
            to.add(Quantity.count(count, noun));
        }
    }
}

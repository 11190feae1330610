package dev.steno.cli.tool;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.print.FlowWriter;
import dev.steno.cli.print.FlowWriters;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.Logging;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import dev.steno.view.FlowFeed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno tail}: prints the flows of a session as they end. */
public final class TailCommand extends ParsedSubcommand {
    /** The interval at which the session is polled. */
    private static final Duration BETWEEN = Duration.ofMillis(150);

    /** Upper bound on flows that were found and not yet printed; beyond it, the feed waits. */
    private static final int WAITING = 1000;

    @Override
    public String summary() {
        return "Print the flows of a session as they end.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Selection.describe(spec);
        spec.addOption(OptionSpec.builder("-n", "--limit")
                .paramLabel("N")
                .type(Long.class)
                .description("Stops after this number of flows.")
                .build());
        spec.addOption(OptionSpec.builder("--open")
                .description("Prints a line when a flow begins as well, with the state open.")
                .build());
        spec.addOption(OptionSpec.builder("--until-end")
                .description(
                        "Stops when no process records to the session. Without it, tail runs until Ctrl-C and follows "
                                + "later recordings.")
                .build());
        FlowWriters.describe(spec);
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        long limit = call.matchedOptionValue("--limit", Long.MAX_VALUE);
        if (limit < 1) {
            throw Failure.usage("--limit " + limit + " is too small; it must be 1 or more");
        }
        Logging.configure(false);
        Selection selection = Selection.of(call, console);
        SessionAddress session = selection.session();
        Filter filter = selection.filter();
        boolean begun = call.hasMatchedOption("--open");
        FlowWriter writer = FlowWriters.ofToday(call, console, session instanceof SessionAddress.StoreAddress);
        try {
            boolean fromBeginning =
                    session instanceof SessionAddress.FileAddress file && awaitFile(file.file(), console);
            long left = limit;
            while (left > 0) {
                left = follow(session, fromBeginning, new Wanted(filter, begun, left), writer, console, call);
                fromBeginning = true; // another session has replaced the file
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        writer.writeEnd();
        return ExitCode.OK;
    }

    /** Which flows are printed. */
    private record Wanted(Filter filter, boolean begun, long limit) {}

    /** Waits until the file exists; returns whether it had to wait. */
    private static boolean awaitFile(Path file, Console console) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return false;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Failure.because("folder not found: " + folder);
        }
        console.say(file + " does not exist yet; waiting for it");
        while (!Files.exists(file)) {
            Thread.sleep(BETWEEN.toMillis());
        }
        return true;
    }

    /**
     * Prints until the limit, the end, or until another file replaces this one; returns how many flows are still to be
     * printed.
     */
    private static long follow(
            SessionAddress session,
            boolean fromBeginning,
            Wanted wanted,
            FlowWriter writer,
            Console console,
            ParseResult call)
            throws IOException, InterruptedException {
        Object identity = identity(session);
        BlockingQueue<FlowRow> found = new LinkedBlockingQueue<>(WAITING);
        long left = wanted.limit();
        try (FlowFeed feed = session.follow(fromBeginning);
                SessionReader reader = session.open()) {
            feed.follow(selecting(wanted, reader, found));
            feed.start(BETWEEN);
            while (left > 0) {
                FlowRow row = found.poll(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
                if (row != null) {
                    writer.write(row);
                    left--;
                }
                if (found.isEmpty()) {
                    console.flush();
                }
                if (row == null) {
                    boolean ended = call.hasMatchedOption("--until-end") && !reader.isRecorded();
                    boolean replaced = !identity.equals(identity(session));
                    if (ended || replaced) {
                        // polls once more, since the last commit may be later than the last poll
                        left = drain(feed, found, left, writer);
                        console.flush();
                        return ended ? 0 : left;
                    }
                }
            }
        }
        console.flush();
        return left;
    }

    private static long drain(FlowFeed feed, BlockingQueue<FlowRow> found, long limit, FlowWriter writer)
            throws InterruptedException {
        var looked = feed.lookNow();
        long left = limit;
        while (left > 0 && !(looked.isDone() && found.isEmpty())) {
            FlowRow row = found.poll(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
            if (row != null) {
                writer.write(row);
                left--;
            }
        }
        return left;
    }

    private static Consumer<FlowEvent> selecting(Wanted wanted, SessionReader reader, BlockingQueue<FlowRow> found) {
        StoredContent content = new StoredContent(reader);
        // Open flows that were printed. A new flow cannot be recognised by its first revision: by the time of a poll,
        // the file usually has a later one.
        Set<Long> begun = new HashSet<>();
        return event -> {
            @Nullable Flow flow = null;
            if (event instanceof FlowEvent.Closed closed) {
                flow = closed.flow();
                begun.remove(flow.id());
            } else if (wanted.begun()
                    && event instanceof FlowEvent.Changed changed
                    && changed.flow().state() == FlowState.OPEN
                    && !begun.contains(changed.flow().id())) {
                flow = changed.flow();
            }
            if (flow != null && wanted.filter().test(flow, content) == Match.YES) {
                if (flow.state() == FlowState.OPEN) {
                    begun.add(flow.id());
                }
                try {
                    found.put(FlowRow.of(flow));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // the feed is being closed
                }
            }
        };
    }

    /** Returns a key that changes if another file replaces this one; the empty text if there is no file. */
    private static Object identity(SessionAddress session) {
        if (!(session instanceof SessionAddress.FileAddress one)) {
            return session; // a store is not replaced
        }
        Path file = one.file();
        try {
            @Nullable
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file : key;
        } catch (IOException e) {
            return "";
        }
    }
}

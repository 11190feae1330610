package dev.steno.exec;

import dev.steno.json.Json;
import dev.steno.script.run.PlainFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that answers lines. Started with the first line, and again if it has ended, at most once a second, or if it
 * does not answer. Any thread that may block; several may wait for answers.
 */
final class ChildProgram implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("script");
    private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final String command;
    private final Duration limit;
    private final AtomicLong ids = new AtomicLong();
    private @Nullable ChildRun run; // guarded by this
    private long begun; // when the latest process began; 0 if another may begin at once. Guarded by this
    private long replaced; // when one was replaced last; 0 for never. Guarded by this
    private boolean closed; // guarded by this

    ChildProgram(String name, String command, Duration limit) {
        this.name = name;
        this.command = command;
        this.limit = limit;
    }

    /**
     * Sends a line, and waits for its answer.
     *
     * @param message without an id
     * @throws PlainFailure if there is no answer in time, or the program does not run
     */
    Map<?, ?> ask(Map<String, @Nullable Object> message) {
        try {
            return askOnce(message);
        } catch (ChildRun.ReplacedException e) {
            try {
                return askOnce(message); // of the process that took its place
            } catch (ChildRun.ReplacedException again) {
                throw new PlainFailure(String.valueOf(again.getMessage()));
            }
        }
    }

    private Map<?, ?> askOnce(Map<String, @Nullable Object> message) throws ChildRun.ReplacedException {
        long id = ids.incrementAndGet();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.putAll(message);
        byte[] bytes = Json.bytes(json -> Json.value(json, line));
        ChildRun to = running();
        try {
            return to.ask(id, bytes).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String late = "the program has not answered within " + limit.toMillis() + " ms";
            if (!to.answeredSince(id)) {
                replace(to, late);
            }
            throw new PlainFailure(late);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChildRun.ReplacedException moved) {
                throw moved;
            }
            throw new PlainFailure(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("the wait for the program was interrupted");
        } finally {
            to.forget(id);
        }
    }

    private synchronized ChildRun running() {
        ChildRun now = run;
        if (now != null) {
            return now;
        }
        if (closed || begun != 0 && System.nanoTime() - begun < RESTART_NANOS) {
            throw new PlainFailure("the program does not run: it has ended, and is started again in a second");
        }
        begun = System.nanoTime();
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        try {
            ChildRun next = new ChildRun(
                    name,
                    new ProcessBuilder(windows ? List.of("cmd", "/c", command) : List.of("sh", "-c", command)).start(),
                    this::ended);
            run = next;
            return next;
        } catch (IOException e) {
            throw new PlainFailure("the program cannot be started: " + e.getMessage());
        }
    }

    /** Ends a process that hangs, unless another call has: messages that follow do not wait for it. */
    private void replace(ChildRun which, String why) {
        synchronized (this) {
            if (run != which) {
                return;
            }
            run = null;
            long now = System.nanoTime();
            if (replaced == 0 || now - replaced >= RESTART_NANOS) {
                begun = 0; // at once, but no faster than others if each one hangs
            }
            replaced = now;
        }
        LOG.warn("{}: {}, nor a later message: it was ended, and is started again with the next message", name, why);
        which.replace();
    }

    private synchronized void ended(ChildRun which, String said) {
        if (run == which) {
            run = null;
            if (!closed) {
                LOG.warn("{}: {}; it is started again with the next message", name, said);
            }
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        ChildRun last;
        synchronized (this) {
            closed = true;
            last = run;
        }
        if (last != null) {
            last.close();
        }
    }
}

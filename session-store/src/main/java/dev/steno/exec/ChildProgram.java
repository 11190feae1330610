package dev.steno.exec;

import dev.steno.json.Json;
import dev.steno.json.JsonInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that answers lines. Started with the first line, and again if it has ended, at most once a second. Any
 * thread that may block; several may wait for answers.
 */
final class ChildProgram implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("script");
    private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Upper bound on the bytes of a line that the program writes. */
    private static final int LONGEST = 96 << 20;

    private final String name;
    private final String command;
    private final Duration limit;
    private final AtomicLong ids = new AtomicLong();
    private @Nullable Run run; // guarded by this
    private long begun; // guarded by this
    private boolean closed; // guarded by this

    ChildProgram(String name, String command, Duration limit) {
        this.name = name;
        this.command = command;
        this.limit = limit;
    }

    /** One process. */
    private final class Run {
        private final Process process;
        private final OutputStream to;
        private final Map<Long, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();

        Run(Process process) {
            this.process = process;
            this.to = process.getOutputStream();
            thread("answers", this::readAnswers);
            thread("errors", this::readErrors);
        }

        private void thread(String what, Runnable work) {
            Thread thread = new Thread(work, name + " " + what);
            thread.setDaemon(true);
            thread.start();
        }

        private void readAnswers() {
            String why = "has closed its standard output";
            try (InputStream in = process.getInputStream()) {
                AnswerLines lines = new AnswerLines(in, LONGEST);
                byte[] line;
                while ((line = lines.next()) != null) {
                    if (line.length > 0) {
                        answered(line);
                    }
                }
            } catch (IOException e) {
                why = "wrote what is no answer: " + e.getMessage();
            }
            process.destroy();
            try {
                if (process.waitFor(1, TimeUnit.SECONDS)) {
                    why = "has ended with exit code " + process.exitValue();
                } else {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            String said = "the program " + why;
            waiting.values().forEach(each -> each.completeExceptionally(new IOException(said)));
            ended(this, said);
        }

        private void answered(byte[] line) throws IOException {
            if (!(JsonInput.whole(line) instanceof Map<?, ?> answer) || !(answer.get("id") instanceof Number id)) {
                throw new IOException("a line is not an object with the id of a line that it got");
            }
            CompletableFuture<Map<?, ?>> asked = waiting.remove(id.longValue());
            if (asked != null) { // otherwise nobody waits any more
                asked.complete(answer);
            }
        }

        private void readErrors() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                String line;
                while ((line = lines.readLine()) != null) {
                    LOG.warn("{}: {}", name, line);
                }
            } catch (IOException e) {
                return; // it has ended
            }
        }

        void write(byte[] line) throws IOException {
            synchronized (to) {
                to.write(line);
                to.write('\n');
                to.flush();
            }
        }
    }

    /**
     * Sends a line, and waits for its answer.
     *
     * @param message without an id
     * @throws IllegalStateException if there is no answer in time, or the program does not run
     */
    Map<?, ?> ask(Map<String, @Nullable Object> message) {
        long id = ids.incrementAndGet();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.putAll(message);
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        Run to = running();
        to.waiting.put(id, answer);
        try {
            to.write(Json.bytes(json -> Json.value(json, line)));
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the program has not answered within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        } catch (IOException e) {
            throw new IllegalStateException("the program takes no line: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the wait for the program was interrupted", e);
        } finally {
            to.waiting.remove(id);
        }
    }

    private synchronized Run running() {
        Run now = run;
        if (now != null) {
            return now;
        }
        if (closed || begun != 0 && System.nanoTime() - begun < RESTART_NANOS) {
            throw new IllegalStateException("the program does not run: it has ended, and is started again in a second");
        }
        begun = System.nanoTime();
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        try {
            Run next = new Run(
                    new ProcessBuilder(windows ? List.of("cmd", "/c", command) : List.of("sh", "-c", "exec " + command))
                            .start());
            run = next;
            return next;
        } catch (IOException e) {
            throw new IllegalStateException("the program cannot be started: " + e.getMessage(), e);
        }
    }

    private synchronized void ended(Run which, String said) {
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
        Run last;
        synchronized (this) {
            closed = true;
            last = run;
        }
        if (last != null) {
            last.process.destroy();
        }
    }
}

package dev.steno.exec;

import dev.steno.json.JsonInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a program. Threads of its own write its lines, so that a program that reads none delays no caller beyond its
 * time, and read its answers and its errors; they end with the process. Any thread.
 */
final class ChildRun {
    private static final Logger LOG = LoggerFactory.getLogger("script");

    /** Upper bound on the bytes of a line that the program writes. */
    private static final int LONGEST = 96 << 20;

    private final String name;
    private final Process process;
    private final BiConsumer<ChildRun, String> ended;
    private final Map<Long, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>(); // of calls that wait
    private final AtomicLong latestAnswered = new AtomicLong();
    private final Thread writer;
    private volatile boolean over;
    private volatile boolean replaced;

    /** The process was ended for another one, to which the message can be given. */
    static final class ReplacedException extends IOException {
        private static final long serialVersionUID = 1;

        private ReplacedException() {
            super("the program was ended, as it did not answer another message in time");
        }
    }

    /** @param ended called once, with why, on a thread of this run */
    ChildRun(String name, Process process, BiConsumer<ChildRun, String> ended) {
        this.name = name;
        this.process = process;
        this.ended = ended;
        this.writer = thread("lines", this::writeLines);
        thread("answers", this::readAnswers);
        thread("errors", this::readErrors);
    }

    private Thread thread(String what, Runnable work) {
        Thread thread = new Thread(work, name + " " + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Sends a line, without its end; returns the answer with the same id. */
    CompletableFuture<Map<?, ?>> ask(long id, byte[] line) {
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        lines.add(line);
        if (over) { // it may have ended before the answer was expected
            fail(answer, "the program has ended");
        }
        return answer;
    }

    /** Nobody waits for an answer any more. */
    void forget(long id) {
        waiting.remove(id);
    }

    /** Whether the program answered a line that was sent after another one: then it works, and only left that one out. */
    boolean answeredSince(long id) {
        return latestAnswered.get() > id;
    }

    /** Ends the process at once, with those that it started; calls that wait fail with a {@link ReplacedException}. */
    void replace() {
        replaced = true;
        all().forEach(ProcessHandle::destroyForcibly);
        end("");
    }

    /** Ends the process, because Steno ends. */
    void close() {
        all().forEach(ProcessHandle::destroy);
    }

    /** The process, which may be a shell, and those that it started. */
    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    private void fail(CompletableFuture<Map<?, ?>> answer, String why) {
        answer.completeExceptionally(replaced ? new ReplacedException() : new IOException(why));
    }

    private void end(String why) {
        over = true;
        writer.interrupt();
        waiting.values().forEach(each -> fail(each, why));
        lines.clear();
    }

    private void writeLines() {
        try (OutputStream to = process.getOutputStream()) {
            while (!over) {
                to.write(lines.take());
                to.write('\n');
                to.flush();
            }
        } catch (InterruptedException e) {
            return; // it has ended
        } catch (IOException e) {
            end("the program takes no line: " + e.getMessage());
        }
    }

    private void readAnswers() {
        String wrong = null;
        try (InputStream in = process.getInputStream()) {
            AnswerLines answers = new AnswerLines(in, LONGEST);
            byte[] line;
            while ((line = answers.next()) != null) {
                if (line.length > 0) {
                    answered(line);
                }
            }
        } catch (IOException e) {
            wrong = "the program wrote what is no answer: " + e.getMessage();
            all().forEach(ProcessHandle::destroy);
        }
        String said = ended(wrong);
        end(said);
        ended.accept(this, said);
    }

    /** Waits a while for the end of a process that writes nothing any more, so that its errors are read; returns why it ended. */
    private String ended(@Nullable String wrong) {
        boolean gone = false;
        try {
            gone = process.waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all().forEach(ProcessHandle::destroyForcibly);
        return wrong != null
                ? wrong
                : gone
                        ? "the program has ended with exit code " + process.exitValue()
                        : "the program has closed its standard output";
    }

    private void answered(byte[] line) throws IOException {
        if (!(JsonInput.whole(line) instanceof Map<?, ?> answer) || !(answer.get("id") instanceof Number id)) {
            throw new IOException("a line is not an object with the id of a line that it got");
        }
        latestAnswered.accumulateAndGet(id.longValue(), Math::max);
        CompletableFuture<Map<?, ?>> asked = waiting.remove(id.longValue());
        if (asked != null) { // otherwise nobody waits any more
            asked.complete(answer);
        }
    }

    private void readErrors() {
        try (BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = errors.readLine()) != null) {
                LOG.warn("{}: {}", name, line);
            }
        } catch (IOException e) {
            return; // it has ended
        }
    }
}

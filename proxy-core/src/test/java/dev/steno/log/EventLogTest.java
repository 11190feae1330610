package dev.steno.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final EventLog log = new EventLog();

    @Test
    void theNewestLinesAreKept() {
        for (int i = 1; i <= EventLog.KEPT + 5; i++) {
            log.add(LogLevel.INFO, "test", "line " + i);
        }

        List<LogLine> kept = log.after(0);
        assertThat(kept).hasSize(EventLog.KEPT);
        assertThat(kept.get(0).text()).isEqualTo("line 6");
        assertThat(log.after(EventLog.KEPT + 3)).extracting(LogLine::number).containsExactly(2_004L, 2_005L);
        assertThat(log.after(EventLog.KEPT + 5)).isEmpty();
        assertThat(log.after(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void errorsAreCountedAlsoIfTheyAreForgotten() {
        log.add(LogLevel.ERROR, "test", "an error");
        for (int i = 0; i < EventLog.KEPT; i++) {
            log.add(LogLevel.WARNING, "test", "a warning");
        }

        assertThat(log.errors()).isEqualTo(1);
        assertThat(log.after(0)).extracting(LogLine::level).containsOnly(LogLevel.WARNING);
    }

    @Test
    void aLineIsOneLineOfBoundedLength() {
        log.add(LogLevel.INFO, "test", "a\n\u001b[31mb" + "x".repeat(10_000));

        LogLine line = log.after(0).get(0);
        assertThat(line.text()).startsWith("a\\n\\x1b[31mb").endsWith("…").hasSizeLessThan(EventLog.LONGEST + 20);
        assertThat(new LogLine(1, Instant.parse("2026-01-31T12:00:00.1234Z"), LogLevel.WARNING, "session", "is full")
                        .toText())
                .isEqualTo("2026-01-31T12:00:00.123Z WARNING session: is full");
    }

    /** A reader that comes back with the last number it saw gets each line once, however many threads add lines. */
    @Test
    void noLineIsSkippedWhileThreadsAddLines() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 400; i++) {
                    log.add(LogLevel.INFO, "test", "line");
                }
            });
        }
        threads.shutdown();
        List<Long> seen = new ArrayList<>();
        while (!threads.isTerminated() || seen.size() < 1_600) {
            long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            log.after(last).forEach(line -> seen.add(line.number()));
            assertThat(threads.awaitTermination(1, TimeUnit.MILLISECONDS) && seen.size() > 1_600)
                    .isFalse();
        }

        for (int i = 0; i < 1_600; i++) {
            assertThat(seen.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void followersGetFurtherLines() {
        List<String> got = new ArrayList<>();
        log.add(LogLevel.INFO, "test", "before");
        log.follow(line -> got.add(line.text()));
        log.add(LogLevel.INFO, "test", "after");

        assertThat(got).containsExactly("after");
    }
}

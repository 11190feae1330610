package dev.steno.testing.leak;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class during which something was logged that should not have been, a leak of a buffer above all. */
abstract class LogWatch implements BeforeAllCallback, AfterAllCallback {
    // Held here, since the JDK's log manager forgets loggers that nothing holds.
    private final List<Logger> watched;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Handler handler;

    /** @param loggers the names of loggers that are watched */
    LogWatch(Predicate<LogRecord> isComplaint, String... loggers) {
        this.watched = List.of(loggers).stream().map(Logger::getLogger).toList();
        this.handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (isComplaint.test(record)) {
                    complaints.add(record.getLoggerName() + ": " + record.getMessage()
                            + (record.getThrown() == null ? "" : " " + record.getThrown()));
                }
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
            throw new AssertionError("leaks are looked for at level " + ResourceLeakDetector.getLevel()
                    + "; the tests must run with -Dio.netty.leakDetection.level=paranoid");
        }
        watch();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        report();
    }

    void watch() {
        watched.forEach(logger -> logger.addHandler(handler));
    }

    /** Ends the watch and throws what was complained of. */
    void report() {
        boolean looked = LeakAgent.tellLeaks();
        watched.forEach(logger -> logger.removeHandler(handler));
        if (!looked) {
            throw new AssertionError("garbage is not collected, so leaks cannot be seen");
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), complaints));
        }
    }
}

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

/** Fails a test class during which an unwanted message was logged, such as the report of a leaked buffer. */
abstract class LogWatch implements BeforeAllCallback, AfterAllCallback {
    // Strong references, since the JDK's log manager holds loggers only weakly.
    private final List<Logger> watched;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Handler handler;

    /** @param loggers the names of the watched loggers */
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
                // messages are not buffered
            }

            @Override
            public void close() {
                // no resource is open
            }
        };
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
            throw new AssertionError("the leak detection level is " + ResourceLeakDetector.getLevel()
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

    /** Ends the watch; throws an {@link AssertionError} with the unwanted messages if there were any. */
    void report() {
        boolean looked = LeakAgent.tellLeaks();
        watched.forEach(logger -> logger.removeHandler(handler));
        if (!looked) {
            throw new AssertionError("System.gc() does not collect garbage, so leaks cannot be detected");
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), complaints));
        }
    }
}

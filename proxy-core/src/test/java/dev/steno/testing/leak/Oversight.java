package dev.steno.testing.leak;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which a buffer leaked, or an exception reached a place that only logs it: Netty says both to
 * its log alone.
 */
public final class Oversight implements BeforeAllCallback, AfterAllCallback {
    // held here, since the JDK's log manager forgets loggers that nobody holds
    private final List<Logger> watched = List.of(
            Logger.getLogger("io.netty"), Logger.getLogger("dev.steno.net"), Logger.getLogger("dev.steno.addon"));
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
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

    public void watch() {
        watched.forEach(logger -> logger.addHandler(handler));
    }

    /** Ends the watch and throws what was complained of. */
    public void report() {
        // a leak is found when the lost buffer is collected, and told when the next buffer is made
        for (int i = 0; i < 3; i++) {
            collectGarbage();
            PooledByteBufAllocator.DEFAULT.directBuffer().release();
            PooledByteBufAllocator.DEFAULT.heapBuffer().release();
        }
        watched.forEach(logger -> logger.removeHandler(handler));
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), complaints));
        }
    }

    /** Returns when what a collection found has reached the queues, which another thread of the JVM does. */
    private static void collectGarbage() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        try {
            for (int i = 0; i < 50; i++) {
                System.gc();
                if (queue.remove(200) == canary) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("garbage is not collected, so leaks cannot be seen");
    }
}

package dev.steno.testing.leak;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which a buffer leaked in this process. JUnit finds it by itself ({@code META-INF/services}), so
 * it watches every class of this module.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    // held here, since the JDK's log manager forgets loggers that nobody holds
    private final Logger netty = Logger.getLogger("io.netty");
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (String.valueOf(record.getMessage()).contains("LEAK:")) {
                leaks.add(record.getMessage());
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
        netty.addHandler(handler);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LeakAgent.tellLeaks();
        netty.removeHandler(handler);
        if (!leaks.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), leaks));
        }
    }
}

package dev.steno.fleet.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the product's class logs until this is closed; tests log to {@code java.util.logging}. Thread-safe. */
public final class LoggedLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    public LoggedLines(Class<?> of) {
        this(of.getName());
    }

    /** @param name of the class */
    public LoggedLines(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    /** The messages so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

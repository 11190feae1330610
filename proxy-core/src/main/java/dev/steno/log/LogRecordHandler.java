package dev.steno.log;

import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds what the product's parts and its libraries log to the log. Any thread. */
public final class LogRecordHandler extends Handler {
    private static final String OURS = "dev.steno.";

    /** Upper bound on the calls of a stack trace that are shown. */
    private static final int CALLS = 12;

    private final EventLog log;

    public LogRecordHandler(EventLog log) {
        this.log = log;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            log.add(level(entry.getLevel()), subject(entry.getLoggerName()), text(entry));
        }
    }

    private static LogLevel level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return LogLevel.ERROR;
        }
        return level.intValue() >= Level.WARNING.intValue() ? LogLevel.WARNING : LogLevel.INFO;
    }

    /** The package of one of our classes below {@code dev.steno}; of another logger, its second word: {@code netty}. */
    static String subject(@Nullable String logger) {
        if (logger == null || logger.isEmpty()) {
            return "java";
        }
        if (logger.startsWith(OURS)) {
            int end = logger.lastIndexOf('.');
            return end < OURS.length() ? logger.substring(OURS.length()) : logger.substring(OURS.length(), end);
        }
        String[] words = logger.split("\\.", 3);
        return words.length > 1 ? words[1] : logger;
    }

    private static String text(LogRecord entry) {
        String message = String.valueOf(entry.getMessage());
        Throwable thrown = entry.getThrown();
        return thrown == null
                ? message
                : message + ": " + thrown
                        + Arrays.stream(thrown.getStackTrace())
                                .limit(CALLS)
                                .map(call -> " at " + call)
                                .collect(Collectors.joining());
    }

    /** Nothing is buffered. */
    @Override
    public void flush() {}

    /** Nothing is held open. */
    @Override
    public void close() {}
}

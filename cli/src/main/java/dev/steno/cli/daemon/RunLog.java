package dev.steno.cli.daemon;

import dev.steno.log.EventLog;
import dev.steno.log.LogFile;
import dev.steno.log.LogLevel;
import dev.steno.log.LogRecordHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The log of one run, and the file of {@code --log-file}. {@link #close} and {@link #open} block. */
public final class RunLog implements AutoCloseable {
    private final EventLog events = new EventLog();
    private final @Nullable LogFile file;
    private final Handler handler = new LogRecordHandler(events);

    private RunLog(@Nullable LogFile file) {
        this.file = file;
        if (file != null) {
            events.follow(file);
        }
        Logger root = Logger.getLogger("");
        // of a run in the same process that could not start
        Arrays.stream(root.getHandlers())
                .filter(LogRecordHandler.class::isInstance)
                .forEach(root::removeHandler);
        root.addHandler(handler);
    }

    /**
     * Begins the log, which also gets what the parts of the product log from now on.
     *
     * @param failures receives a message if the file can no longer be written
     * @throws IOException if the file cannot be opened
     */
    public static RunLog open(DaemonOptions options, Consumer<String> failures) throws IOException {
        return new RunLog(
                options.logFile().isEmpty()
                        ? null
                        : LogFile.open(
                                options.logFile().get(),
                                options.logFileSize().bytes(),
                                options.logFileCount(),
                                failures));
    }

    /** Returns the lines. */
    public EventLog events() {
        return events;
    }

    /** Goes on in a new file, if another program has moved the file away. */
    public void reopen() {
        if (file != null) {
            file.reopen();
        }
    }

    /** Adds why the run failed, which its caller prints, and closes the log. */
    public void closeAfter(String failure) {
        events.add(LogLevel.ERROR, "proxy", failure);
        close();
    }

    /** Waits until the file is written. */
    @Override
    public void close() {
        Logger.getLogger("").removeHandler(handler);
        if (file != null) {
            file.close();
        }
    }
}

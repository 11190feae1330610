package dev.steno.log;

import dev.steno.certs.PrivateFiles;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Appends lines of the log to a file that only its owner may read. A full file becomes FILE.1, the former FILE.1
 * becomes FILE.2, and so on; the oldest is deleted. The thread {@code log-file} writes; adding a line only queues it. If
 * the queue is full, lines are dropped and counted, and the file has a line with their number in their place.
 *
 * <p>If a write fails, one message says so, and each further line is tried again.
 */
public final class LogFile implements Consumer<LogLine>, AutoCloseable {
    /** Upper bound on queued lines. */
    static final int MOST_QUEUED = 8_192;

    private static final LogLine END = new LogLine(0, Instant.EPOCH, LogLevel.INFO, "log", "end");
    private static final LogLine REOPEN = new LogLine(0, Instant.EPOCH, LogLevel.INFO, "log", "reopen");

    private final Path path;
    private final long size;
    private final int older;
    private final Consumer<String> failures;
    private final BlockingQueue<LogLine> lines = new ArrayBlockingQueue<>(MOST_QUEUED);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "log-file");
    private FileChannel file; // confined to the thread, as the two below
    private long written;
    private boolean failing;

    private LogFile(Path path, long size, int older, Consumer<String> failures) throws IOException {
        this.path = path;
        this.size = size;
        this.older = older;
        this.failures = failures;
        this.file = PrivateFiles.append(path);
        this.written = file.size();
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens a file for appending, and creates it if it does not exist.
     *
     * @param size the bytes after which the next file begins; at least 1
     * @param older how many full files are kept beside it; at least 0
     * @param failures receives a message if the file can no longer be written, on the file's thread
     * @throws IOException if it cannot be written; the message names the file and says why
     */
    public static LogFile open(Path path, long size, int older, Consumer<String> failures) throws IOException {
        try {
            return new LogFile(path.toAbsolutePath(), size, older, failures);
        } catch (IOException e) {
            throw new IOException("cannot write the log file " + path + ": " + FileErrors.reason(e), e);
        }
    }

    @Override
    public void accept(LogLine line) {
        if (!lines.offer(line)) {
            lost.incrementAndGet();
        }
    }

    /** Goes on in a new file, if another program has moved this one away. */
    public void reopen() {
        accept(REOPEN);
    }

    private void run() {
        try {
            for (LogLine line = lines.take(); line != END; line = lines.take()) {
                handle(line);
                long missing = lost.getAndSet(0);
                if (missing > 0) {
                    handle(new LogLine(
                            0,
                            Instant.now(),
                            LogLevel.WARNING,
                            "log",
                            missing + " lines were dropped: more than " + MOST_QUEUED + " were queued"));
                }
            }
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failures.accept("cannot close the log file " + path + ": " + FileErrors.reason(e));
        }
    }

    private void handle(LogLine line) {
        try {
            if (line == REOPEN) {
                open();
            } else {
                write((line.toText() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                failures.accept("the log is no longer written to " + path + ": " + FileErrors.reason(e));
            }
        }
    }

    private void write(byte[] line) throws IOException {
        if (!file.isOpen()) {
            open();
        }
        if (written > 0 && written + line.length > size) {
            file.close();
            rotate();
            open();
        }
        ByteBuffer rest = ByteBuffer.wrap(line);
        while (rest.hasRemaining()) {
            written += file.write(rest);
        }
    }

    private void open() throws IOException {
        file.close();
        file = PrivateFiles.append(path);
        written = file.size();
    }

    private void rotate() throws IOException {
        if (older == 0) {
            Files.deleteIfExists(path);
            return;
        }
        for (int number = older - 1; number >= 1; number--) {
            Path from = numbered(number);
            if (Files.exists(from)) {
                Files.move(from, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /** Waits up to four seconds until queued lines are written and the file is closed. Blocks. */
    @Override
    public void close() {
        try {
            if (lines.offer(END, 2, TimeUnit.SECONDS)) {
                thread.join(2_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

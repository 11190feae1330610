package dev.steno.net.channel;

import dev.steno.flow.Times;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a trace to standard error or to a file that only its owner may read. Event loops only queue a line; the thread {@code
 * trace} writes it, and flushes when the queue is empty. If the queue is full, lines are dropped and counted, and the trace has a
 * line with their number in their place. Only whole lines are written, so several processes may append to one file. If a write
 * fails, a warning is logged once and all further lines are dropped.
 */
public final class TraceFile implements TraceLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);

    /** The file name that means standard error. */
    private static final String STANDARD_ERROR = "-";

    /** Upper bound on queued lines: about 10 MB if all of them have the maximum length. */
    static final int MOST_QUEUED = 8_192;

    private static final String MARK = "# steno trace";
    private static final String HEADER = MARK + ": TIME (UTC) CONNECTION[/UPSTREAM] FLOW HANDLER STEP DETAIL";
    private static final TraceLine END = new TraceLine(0, 0, 0, 0, TraceFile.class, TraceStep.LOST, "");

    /** Lines are written once at least this number of bytes is buffered. */
    private static final int BATCH = 8 * 1024;

    private final String name;
    private final OutputStream out;
    private final boolean frames;
    private final @Nullable String header;
    private final Function<TraceLine, String> words;
    private final BlockingQueue<TraceLine> lines;
    private final AtomicLong lost = new AtomicLong();
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream(2 * BATCH); // confined to the thread
    private volatile boolean failed;
    private final Thread thread = new Thread(this::write, "trace");

    /** @param mostQueued the queue's bound in lines */
    TraceFile(String name, OutputStream out, boolean frames, int mostQueued) {
        this(name, out, frames, mostQueued, HEADER, TraceLine::text);
    }

    private TraceFile(
            String name,
            OutputStream out,
            boolean frames,
            int mostQueued,
            @Nullable String header,
            Function<TraceLine, String> words) {
        this.name = name;
        this.out = out;
        this.frames = frames;
        this.header = header;
        this.words = words;
        this.lines = new ArrayBlockingQueue<>(mostQueued);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lines without a header on standard error, worded by {@code words} on the thread that writes them. */
    static TraceFile onStandardError(Function<TraceLine, String> words) {
        return new TraceFile("standard error", standardError(), false, MOST_QUEUED, null, words);
    }

    /**
     * Opens a file for appending, and creates it if it does not exist; {@code -} means standard error.
     *
     * @throws IOException if the file cannot be written, or is not a trace; the message says so
     */
    public static TraceFile open(Path path, boolean frames) throws IOException {
        if (path.toString().equals(STANDARD_ERROR)) {
            return new TraceFile("standard error", standardError(), frames, MOST_QUEUED);
        }
        try {
            if (Files.isRegularFile(path) && Files.size(path) > 0 && !isTrace(path)) {
                throw new IOException("it exists and is not a trace");
            }
            boolean torn = Files.isRegularFile(path) && endsWithinALine(path);
            OutputStream out = Channels.newOutputStream(OwnerOnlyFile.append(path, "--trace"));
            if (torn) {
                out.write('\n');
            }
            return new TraceFile(path.toString(), out, frames, MOST_QUEUED);
        } catch (IOException e) {
            throw new IOException(
                    "--trace names " + path + ", which cannot be written (" + reason(e)
                            + "); name another file, or - for standard error",
                    e);
        }
    }

    /** Why a file cannot be opened; the exceptions for the two usual reasons have a message that only names the file. */
    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "its folder does not exist"
                : e instanceof AccessDeniedException ? "permission denied" : Failures.text(e);
    }

    /** Standard error as a stream whose close only flushes, since messages follow after the trace has ended. */
    private static OutputStream standardError() {
        return new FilterOutputStream(new FileOutputStream(FileDescriptor.err)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private static boolean isTrace(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(MARK.length()), StandardCharsets.ISO_8859_1).equals(MARK);
        }
    }

    /** Whether the file's last line is incomplete, because the process that wrote it died. */
    private static boolean endsWithinALine(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() == 0) {
                return false;
            }
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }

    @Override
    public void addLine(long client, long upstream, long flow, Class<?> by, TraceStep step, String detail) {
        if (failed) {
            return;
        }
        if (!lines.offer(new TraceLine(Times.now(), client, upstream, flow, by, step, detail))) {
            lost.incrementAndGet();
        }
    }

    @Override
    public boolean showsFrames() {
        return frames;
    }

    /** Whether a write has failed; for tests. */
    boolean hasFailed() {
        return failed;
    }

    /** The number of queued lines; for tests. */
    int queued() {
        return lines.size();
    }

    private void write() {
        try (out) {
            if (header != null) {
                write(header);
            }
            TraceLine line = next();
            while (line != END) {
                write(words.apply(line));
                writeLost();
                line = next();
            }
            writeLost();
            flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failed = true;
            lines.clear();
            LOG.warn("the trace is no longer written to {}: {}", name, Failures.text(e));
        }
    }

    /** Waits for the next line; flushes before it waits, so that a trace can be followed while it grows. */
    private TraceLine next() throws IOException, InterruptedException {
        TraceLine line = lines.poll();
        if (line == null) {
            flush();
            line = lines.take();
        }
        return line;
    }

    private void write(String line) throws IOException {
        batch.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    private void flush() throws IOException {
        batch.writeTo(out);
        batch.reset();
        out.flush();
    }

    private void writeLost() throws IOException {
        long missing = lost.getAndSet(0);
        if (missing > 0) {
            String detail = missing + " lines were dropped: more than " + (lines.size() + lines.remainingCapacity())
                    + " were queued";
            write(words.apply(new TraceLine(Times.now(), 0, 0, 0, TraceFile.class, TraceStep.LOST, detail)));
        }
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

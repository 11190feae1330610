package dev.steno.cli.terminal;

import dev.steno.store.Progress;
import dev.steno.text.Quantity;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a long operation on one line of the terminal, and stops the operation on a signal. Prints
 * nothing if standard error is not a terminal. A second signal ends the process immediately. For the thread that works;
 * signals arrive on others.
 */
public final class ProgressLine implements Progress, AutoCloseable {
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Time before a rate is shown; earlier, it would be inaccurate. */
    private static final long RATE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Console console;
    private final @Nullable Integer width;
    private String step = "";
    private String unit = "";
    private long total;
    private long began;
    private long shown;
    private boolean visible;
    private volatile boolean stopped;

    public ProgressLine(Console console) {
        this.console = console;
        this.width = console.progressWidth();
        console.onEnd(() -> {
            if (stopped) {
                Runtime.getRuntime().halt(ExitCode.STOPPED);
            }
            stopped = true;
        });
    }

    @Override
    public void beginStep(String next, String counted, long all) {
        step = next;
        unit = counted;
        total = all;
        began = System.nanoTime();
        show(line(0, 0), began);
    }

    @Override
    public void at(long done) {
        long now = System.nanoTime();
        if (width != null && now - shown >= BETWEEN_NANOS) {
            show(line(done, now - began), now);
        }
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    private String line(long done, long nanos) {
        StringBuilder line = new StringBuilder(step);
        if (unit.isEmpty()) {
            return line.append("...").toString();
        }
        line.append(": ").append(amount(Math.min(done, total > 0 ? total : done)));
        if (total > 0) {
            line.append(" of ").append(amount(total));
        }
        if (!unit.equals("bytes")) {
            line.append(' ').append(unit);
        }
        if (nanos >= RATE_AFTER_NANOS && done > 0) {
            long rate = (long) (done / (nanos / 1e9));
            line.append(", ").append(amount(rate)).append("/s");
            if (total > done && rate > 0) {
                line.append(", ")
                        .append(Quantity.duration(TimeUnit.SECONDS.toNanos((total - done) / rate + 1)))
                        .append(" left");
            }
        }
        return line.toString();
    }

    private String amount(long number) {
        return unit.equals("bytes") ? Quantity.bytes(number) : String.format(Locale.ROOT, "%,d", number);
    }

    private void show(String line, long now) {
        if (width == null) {
            return;
        }
        shown = now;
        visible = true;
        String fitting = line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
        console.err().print("\r" + fitting + "\u001b[K");
        console.err().flush();
    }

    @Override
    public void close() {
        hide();
    }

    /** Clears the line until the next step begins. */
    public void hide() {
        if (visible) {
            visible = false;
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }
}

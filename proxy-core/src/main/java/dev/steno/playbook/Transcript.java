package dev.steno.playbook;

import dev.steno.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** What happened in a play, in order, as lines for people. Any thread. */
public final class Transcript {
    private static final int SHOWN_BYTES = 2_000;
    private static final String INDENT = " ".repeat(11);

    private final List<String> lines = new ArrayList<>(); // guarded by this

    Transcript() {}

    synchronized void add(String who, String what) {
        String begin = who + " ".repeat(Math.max(1, INDENT.length() - who.length()));
        lines.add(
                what.isBlank()
                        ? who
                        : Printable.block(what)
                                .stripTrailing()
                                .lines()
                                .map(line -> line.isEmpty() ? "" : INDENT + line)
                                .collect(Collectors.joining("\n"))
                                .replaceFirst("^" + INDENT, begin));
        notifyAll();
    }

    /** Adds bytes as text in latin-1, of which the beginning is shown. */
    void add(String who, byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, SHOWN_BYTES), StandardCharsets.ISO_8859_1);
        add(who, text + (bytes.length > SHOWN_BYTES ? "\n(" + bytes.length + " bytes)" : ""));
    }

    /** Returns the number of lines, to be used as a position. */
    synchronized int size() {
        return lines.size();
    }

    synchronized String from(int position) {
        return String.join("\n", lines.subList(position, lines.size())) + "\n";
    }

    /**
     * Waits for a condition, which is asked after each line.
     *
     * @throws AssertionError if it is not true in time; the message has the transcript
     */
    void await(String what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw failure("not within " + patience.toSeconds() + " s: " + what, 0);
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while waiting: " + what, e);
                }
            }
        }
    }

    AssertionError failure(String what, int position) {
        return new AssertionError(what + "\n\nWhat happened:\n" + from(position));
    }

    @Override
    public String toString() {
        return from(0);
    }
}

package dev.steno.net.channel;

import dev.steno.flow.Times;
import dev.steno.log.EventLog;
import dev.steno.log.LogLevel;
import dev.steno.text.Printable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs the main steps of connections on standard error for people ({@code --verbose}): accepted, looked up, connected, TLS,
 * closed, one line each with time, level and the connection's number. Like a line of the trace, each holds no secret
 * and is only queued by event loops. Any thread.
 */
public final class ActivityLog implements TraceLog, AutoCloseable {
    /** The steps that are logged, with the words for them. */
    private static final Map<TraceStep, String> SHOWN = shown();

    private static final String SUBJECT = "connection";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final @Nullable TraceLog trace;
    private final TraceFile lines;

    /**
     * @param trace gets every step as well; null if no trace is written
     * @param log gets the lines as well
     */
    public ActivityLog(@Nullable TraceLog trace, EventLog log) {
        this.trace = trace;
        this.lines = TraceFile.onStandardError(line -> {
            log.add(isFailure(line.step()) ? LogLevel.WARNING : LogLevel.INFO, SUBJECT, step(line));
            return text(line);
        });
    }

    private static Map<TraceStep, String> shown() {
        Map<TraceStep, String> shown = new EnumMap<>(TraceStep.class);
        shown.put(TraceStep.ACCEPTED, "accepted");
        shown.put(TraceStep.TUNNEL, "tunnel");
        shown.put(TraceStep.RESOLVED, "looked up");
        shown.put(TraceStep.NEXT_PROXY, "asked the next proxy");
        shown.put(TraceStep.CONNECTED, "connected");
        shown.put(TraceStep.CONNECT_FAILED, "no connection");
        shown.put(TraceStep.TLS_DONE, "TLS established");
        shown.put(TraceStep.TLS_FAILED, "TLS failed");
        shown.put(TraceStep.RETRY, "tried again");
        shown.put(TraceStep.WRITE_TIMEOUT, "write timeout");
        shown.put(TraceStep.IDLE, "idle");
        shown.put(TraceStep.CLOSED, "closed");
        shown.put(TraceStep.LOST, "log");
        return shown;
    }

    private static boolean isFailure(TraceStep step) {
        return switch (step) {
            case CONNECT_FAILED, TLS_FAILED, WRITE_TIMEOUT, LOST -> true;
            default -> false;
        };
    }

    @Override
    public void addLine(long client, long upstream, long flow, Class<?> by, TraceStep step, String detail) {
        if (trace != null) {
            trace.addLine(client, upstream, flow, by, step, detail);
        }
        if (SHOWN.containsKey(step)) {
            lines.addLine(client, upstream, flow, by, step, detail);
        }
    }

    @Override
    public boolean showsFrames() {
        return trace != null && trace.showsFrames();
    }

    private static String step(TraceLine line) {
        String detail = line.detail().isEmpty() ? "" : ": " + Printable.line(line.detail());
        return line.connection() + " "
                + SHOWN.getOrDefault(line.step(), line.step().text()) + detail;
    }

    /** The line without its terminator: {@code steno: 12:00:00.123 INFO #1/2 connected: ...}. */
    static String text(TraceLine line) {
        return "steno: " + TIME.format(Times.instant(line.time()).atZone(ZoneId.systemDefault()))
                + (isFailure(line.step()) ? " WARNING " : " INFO ")
                + step(line);
    }

    /** Waits until queued lines are written. Blocks. */
    @Override
    public void close() {
        lines.close();
    }
}

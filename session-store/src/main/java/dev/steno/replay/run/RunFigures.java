package dev.steno.replay.run;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.replay.stream.RecordedPart;
import dev.steno.stats.LogHistogram;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What came of a run, in figures. Times are in nanoseconds. For the thread of the run; for any thread once it has ended. */
public final class RunFigures {
    /** From this on, a request is late. */
    public static final long LATE = TimeUnit.MILLISECONDS.toNanos(10);

    /** Upper bound on different reasons of failures, and of requests that are not sent; others are counted together. */
    private static final int MOST_REASONS = 20;

    private static final String OTHERS = "other reasons";

    private final long planned;
    private final boolean openLoop;
    private final LogHistogram lateness = new LogHistogram();
    private final LogHistogram fromSent = new LogHistogram();
    private final LogHistogram fromDue = new LogHistogram();
    private final RunTimeline timeline = new RunTimeline();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final Map<StreamEnd, Long> streamEnds = new EnumMap<>(StreamEnd.class);
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private final Map<String, Long> skipped = new LinkedHashMap<>();
    private long sent;
    private long again;
    private long answered;
    private long failed;
    private long stopped;
    private long late;
    private long noRoom;
    private long noConnection;
    private long mostLate;
    private long slowest;
    private long otherStatus;
    private long streams;
    private long bytesSent;
    private long bytesReceived;
    private long uncarried;
    private long mostInFlight;
    private long duration;

    RunFigures(long planned, boolean openLoop) {
        this.planned = planned;
        this.openLoop = openLoop;
    }

    // ---- what happens

    /** @param at nanoseconds since the begin of the run */
    void handedOver(Turn turn, long at, int inFlight) {
        if (turn.attempts == 1) {
            sent++;
            timeline.at(at).sent++;
        }
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    /** A request was sent the first time. */
    void wasSent(Turn turn, long at) {
        if (!openLoop || turn.attempts > 1) {
            return;
        }
        long behind = Math.max(0, turn.sent() - turn.due);
        lateness.add(behind, 1);
        mostLate = Math.max(mostLate, behind);
        if (behind > LATE) {
            late++;
            timeline.at(at).late++;
        }
        noRoom += turn.hadNoRoom ? 1 : 0;
        noConnection += turn.queued > 0 ? 1 : 0;
    }

    /** @param ended the {@link System#nanoTime} */
    void ended(Turn turn, Flow flow, long ended, long at) {
        RunTimeline.Slot slot = timeline.at(at);
        bytesSent += flow.sentByClient();
        bytesReceived += flow.sentByServer();
        String failure = failure(turn, flow);
        if (turn.stopped) {
            stopped++;
        } else if (failure != null) {
            failed++;
            slot.failed++;
            count(failures, failure);
        } else {
            answered++;
            slot.answered++;
            countStatus(turn, flow);
            if (turn.events >= 0) {
                streamEnds.merge(turn.cut == null ? StreamEnd.SERVER : turn.cut, 1L, Long::sum);
            }
            streams += turn.part == null ? 0 : 1;
            if (turn.cut != null || turn.part != null) {
                return; // a time that was given or recorded is none that the server took
            }
            long took = Math.max(0, ended - turn.sent());
            slowest = Math.max(slowest, took);
            fromSent.add(took, 1);
            slot.took.add(took, 1);
            if (openLoop) {
                fromDue.add(Math.max(0, ended - turn.due), 1);
            }
        }
    }

    private static @Nullable String failure(Turn turn, Flow flow) {
        FlowError error = flow.error();
        if (flow instanceof HttpFlow http && http.response() == null) {
            return error == null ? "there was no response" : error.message();
        }
        RecordedPart part = turn.part;
        if (part != null && part.wasOpened()) {
            String failure = part.failure(flow); // how it was to end, with an error or without, is what the record has
            return failure == null && error != null ? turn.overdue : failure;
        }
        return error == null || turn.cut != null ? null : error.message();
    }

    private void countStatus(Turn turn, Flow flow) {
        HttpResponse response = flow instanceof HttpFlow http ? http.response() : null;
        HttpFlow recorded = turn.http();
        if (response != null) {
            statuses.merge(response.status(), 1L, Long::sum);
            HttpResponse before = recorded == null ? null : recorded.response();
            otherStatus += before != null && before.status() != response.status() ? 1 : 0;
        }
    }

    /** A server asked for a request to be sent again. */
    void isSentAgain() {
        again++;
    }

    /** An exchange never began. */
    void refused(Throwable why) {
        failed++;
        count(failures, String.valueOf(why.getMessage()));
    }

    void skip(String why, long requests) {
        if (requests > 0) {
            skipped.merge(
                    skipped.containsKey(why) || skipped.size() < MOST_REASONS ? why : OTHERS, requests, Long::sum);
        }
    }

    /** @param missing the requests of {@link CarriedValues#missing} */
    void end(long nanos, long missing) {
        duration = nanos;
        uncarried = missing;
    }

    private static void count(Map<String, Long> counts, String why) {
        counts.merge(counts.containsKey(why) || counts.size() < MOST_REASONS ? why : OTHERS, 1L, Long::sum);
    }

    // ---- what is told

    /** Returns how many requests the run had, over all passes; 0 if only its time ended it. */
    public long planned() {
        return planned;
    }

    /** Whether requests were due whether or not others were answered; else none can be late. */
    public boolean openLoop() {
        return openLoop;
    }

    /** Returns how many requests were sent, each counted once. */
    public long sent() {
        return sent;
    }

    /** Returns how often a request was sent once more, since its server asked for that. */
    public long sentAgain() {
        return again;
    }

    /** Returns how many were answered, whatever the status. */
    public long answered() {
        return answered;
    }

    /** Returns how many failed; what the stop of the run ended is not among them. */
    public long failed() {
        return failed;
    }

    /** Returns how many were in flight when the run was stopped. */
    public long stopped() {
        return stopped;
    }

    /** Returns how many were sent later than {@link #LATE} after they were due. */
    public long late() {
        return late;
    }

    /** Returns how many waited until fewer requests were in flight. */
    public long withoutRoom() {
        return noRoom;
    }

    /** Returns how many waited for a connection, as those that were there were in use and others were being opened. */
    public long withoutConnection() {
        return noConnection;
    }

    /** Returns how many were answered with another status than in the record. */
    public long otherStatus() {
        return otherStatus;
    }

    /** Returns how many were sent with a recorded value in place of one of a response that lacked it. */
    public long withoutCarried() {
        return uncarried;
    }

    /** Returns how many of those that were answered were WebSockets and raw streams, which went on to the end of the record. */
    public long streams() {
        return streams;
    }

    /** Returns how many event streams have ended in each way. */
    public Map<StreamEnd, Long> streamEnds() {
        return Collections.unmodifiableMap(streamEnds);
    }

    /** Returns the most requests that were in flight at a time. */
    public long mostInFlight() {
        return mostInFlight;
    }

    /** Returns the bytes of the bodies of requests, and of what the clients of streams sent. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Returns the bytes of the bodies of responses, and of what the servers of streams sent. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Returns the time of the run. */
    public long duration() {
        return duration;
    }

    /** Returns how late requests were sent; empty unless {@link #openLoop}. */
    public LogHistogram lateness() {
        return lateness;
    }

    /** Returns the longest lateness, exact. */
    public long mostLate() {
        return mostLate;
    }

    /** Returns the times from the begin of an exchange to its end, of those that were answered. */
    public LogHistogram fromSent() {
        return fromSent;
    }

    /** Returns the longest of these times, exact. */
    public long slowest() {
        return slowest;
    }

    /**
     * Returns the times from when a request was due to the end of its exchange, so that those of requests that were sent late
     * are not too short; empty unless {@link #openLoop}.
     */
    public LogHistogram fromDue() {
        return fromDue;
    }

    /** Returns the course of the run. */
    public RunTimeline timeline() {
        return timeline;
    }

    /** Returns how many were answered with each status. */
    public Map<Integer, Long> statuses() {
        return Collections.unmodifiableMap(statuses);
    }

    /** Returns how many failed for each reason. */
    public Map<String, Long> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** Returns how many were not sent for each reason. */
    public Map<String, Long> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    /** Returns how many were not sent. */
    public long skippedRequests() {
        return skipped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the first reason of a failure; null if none failed. */
    public @Nullable String firstFailure() {
        return failures.isEmpty() ? null : failures.keySet().iterator().next();
    }
}

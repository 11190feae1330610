package dev.steno.interop.har;

import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.json.ExtraFields;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An entry as its fields are read; used again for the next one. For one thread. */
final class HarEntry implements AutoCloseable {
    /** The phases in their order; {@code ssl} lies within {@code connect}. */
    static final String[] PHASES = {"blocked", "dns", "connect", "send", "wait", "receive"};

    final HarMessage request = new HarMessage();
    final HarMessage response = new HarMessage();

    @Nullable
    String started;

    /** {@code time}, in milliseconds. */
    double time = Double.NaN;

    /** Of each phase, in milliseconds. */
    final double[] phases = new double[PHASES.length];

    @Nullable
    String pageref;

    @Nullable
    String serverIp;

    double serverPort;

    @Nullable
    String clientIp;

    double clientPort;

    @Nullable
    String connection;

    @Nullable
    String comment;

    @Nullable
    String resourceType;

    @Nullable
    String error;

    boolean aborted;
    boolean pinned;
    boolean fromCache;
    HarSocket socket = HarSocket.NONE;

    /** {@code _steno}, which our own export writes, as compact JSON. */
    @Nullable
    String steno;

    final ExtraFields timings = new ExtraFields(HttpDraft.LONGEST_EXTRA);
    final ExtraFields extra = new ExtraFields(HttpDraft.LONGEST_EXTRA);

    HarEntry() {
        Arrays.fill(phases, Double.NaN);
        serverPort = Double.NaN;
        clientPort = Double.NaN;
    }

    void clear() throws IOException {
        request.clear();
        response.clear();
        started = null;
        time = Double.NaN;
        Arrays.fill(phases, Double.NaN);
        pageref = null;
        serverIp = null;
        serverPort = Double.NaN;
        clientIp = null;
        clientPort = Double.NaN;
        connection = null;
        comment = null;
        resourceType = null;
        error = null;
        aborted = false;
        pinned = false;
        fromCache = false;
        socket = HarSocket.NONE;
        steno = null;
        timings.clear();
        extra.clear();
    }

    @Override
    public void close() throws IOException {
        request.close();
        response.close();
    }
}

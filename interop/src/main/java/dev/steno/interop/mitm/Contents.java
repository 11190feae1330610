package dev.steno.interop.mitm;

import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The bodies of a flow that is written. Short ones go to the writer's buffer. A longer one is read while it is written, or is
 * copied before, if secrets in it are replaced, since its length must be known first. For one thread.
 */
final class Contents implements AutoCloseable {
    /** Largest body that is copied to the buffer. */
    private static final int SHORT = 64 << 10;

    private final ExportFlows from;
    private final List<Spool> spools = new ArrayList<>();

    Contents(ExportFlows from) {
        this.from = from;
    }

    /** Writes the recorded bytes of a body; null if bytes passed of which none is recorded. */
    void write(HttpFlow flow, Body body, TnetWriter out) throws IOException {
        if (body.size() == 0) {
            if (body.trueSize() > 0) {
                out.nil();
            } else {
                out.latin1("");
            }
        } else if (body.size() <= SHORT) {
            try (InputStream in = from.body(flow, body)) {
                out.bytes(in.readAllBytes());
            }
        } else if (from.keepsLengths()) {
            out.omitted(body.size(), TnetType.BYTES, to -> copy(flow, body, to));
        } else {
            Spool spool = new Spool();
            spools.add(spool);
            try (InputStream in = from.body(flow, body)) {
                in.transferTo(spool);
            }
            out.omitted(spool.size(), TnetType.BYTES, spool::writeTo);
        }
    }

    private void copy(HttpFlow flow, Body body, OutputStream to) throws IOException {
        long copied;
        try (InputStream in = from.body(flow, body)) {
            copied = in.transferTo(to);
        }
        if (copied != body.size()) {
            throw new IOException("a body of flow " + FlowNumber.print(flow.id()) + " has " + copied
                    + " bytes in the session instead of " + body.size()
                    + ": repair the session with steno verify --repair");
        }
    }

    /** Removes the temporary files of a flow that was written. */
    void release() throws IOException {
        for (Spool spool : spools) {
            spool.close();
        }
        spools.clear();
    }

    @Override
    public void close() throws IOException {
        release();
    }
}

package dev.steno.rule.network;

import dev.steno.addon.RecordedFlows;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.rule.spec.RuleException;
import dev.steno.rule.spec.RuleFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The time that the server of a recorded flow took: from the end of its request to the first byte of its response. It is read
 * once. Any thread that may block.
 */
final class RecordedDelay {
    private static final String PREFIX = "recorded:";

    private final long id;
    private volatile RecordedFlows flows = RecordedFlows.NONE;
    private volatile long nanos = Times.UNSET;

    private RecordedDelay(long id) {
        this.id = id;
    }

    /** Reads {@code recorded:FLOW}; null if the text is none. */
    static @Nullable RecordedDelay parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        String number = text.substring(PREFIX.length());
        if (!number.matches("[0-9]{1,18}")) {
            throw new RuleException(
                    "a recorded delay is recorded:FLOW with the number of a flow, such as recorded:17, not \"" + text
                            + "\"");
        }
        return new RecordedDelay(Long.parseLong(number));
    }

    void readFrom(RecordedFlows record) {
        flows = record;
    }

    long nanos() throws RuleFailure {
        if (nanos == Times.UNSET) {
            nanos = read();
        }
        return nanos;
    }

    private long read() throws RuleFailure {
        Flow flow;
        try {
            flow = flows.flow(id).orElse(null);
        } catch (IOException e) {
            throw new RuleFailure("flow " + id + " cannot be read: " + e.getMessage());
        }
        if (!(flow instanceof HttpFlow http)
                || http.response() == null
                || !Times.isSet(http.response().started())) {
            throw new RuleFailure("flow " + id + " is not in the session, or has no response: it has no delay");
        }
        long asked = Times.isSet(http.request().ended())
                ? http.request().ended()
                : http.request().started();
        return Math.max(0, http.response().started() - asked);
    }
}

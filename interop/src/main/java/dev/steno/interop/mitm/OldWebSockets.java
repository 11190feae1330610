package dev.steno.interop.mitm;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.WebSocket;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WebSockets of the formats 7 to 11, which are flows of their own behind the flow of their handshake, and are folded into it.
 * A file may have two for one handshake, of which the one with more messages is the later state; so the messages are kept
 * until the end of the file, or until {@value #KEPT} bytes are kept. For the thread of the import.
 */
final class OldWebSockets {
    /** Upper bound on the bytes of messages that are kept for a later state. */
    private static final long KEPT = 32L << 20;

    /** Upper bound on the handshakes that are remembered. */
    private static final int HANDSHAKES = 1_000;

    private final Intake intake;
    private final Map<String, Upgraded> byHandshake = new LinkedHashMap<>();
    private long kept;

    OldWebSockets(Intake intake) {
        this.intake = intake;
    }

    private static final class Upgraded {
        final HttpFlow handshake;

        @Nullable
        StateDict state;

        @Nullable
        StateMessages messages;

        String place = "";
        boolean written;

        Upgraded(HttpFlow handshake) {
            this.handshake = handshake;
        }

        long keptBytes() {
            StateMessages all = messages;
            return all == null ? 0 : all.keptBytes();
        }
    }

    /** Remembers the flow of a handshake, which is added already. */
    void remember(String id, HttpFlow handshake) throws IOException {
        byHandshake.put(id, new Upgraded(handshake));
        if (byHandshake.size() > HANDSHAKES) {
            Iterator<Upgraded> all = byHandshake.values().iterator();
            Upgraded oldest = all.next();
            all.remove();
            write(oldest);
        }
    }

    /** Takes a WebSocket; false if its handshake is not remembered. */
    boolean take(String handshake, StateDict state, StateMessages messages, String place) throws IOException {
        Upgraded upgraded = byHandshake.get(handshake);
        if (upgraded == null) {
            return false;
        }
        StateMessages before = upgraded.messages;
        if (upgraded.written) {
            intake.losses().count(Loss.DETAILS, place + ": a second state of a WebSocket");
            return true;
        }
        if (before == null || messages.count() > before.count()) {
            kept += messages.keptBytes() - upgraded.keptBytes();
            upgraded.state = state;
            upgraded.messages = messages;
            upgraded.place = place;
        }
        for (Upgraded each : byHandshake.values()) {
            if (kept <= KEPT) {
                break;
            }
            write(each);
        }
        return true;
    }

    /** Writes all that are kept. */
    void finish() throws IOException {
        for (Upgraded each : byHandshake.values()) {
            write(each);
        }
        byHandshake.clear();
    }

    private void write(Upgraded upgraded) throws IOException {
        StateDict state = upgraded.state;
        StateMessages messages = upgraded.messages;
        if (upgraded.written || state == null || messages == null) {
            return;
        }
        upgraded.written = true;
        kept -= upgraded.keptBytes();
        HttpFlow flow = upgraded.handshake;
        messages.writeTo(flow.id());
        messages.countLosses(upgraded.place);
        WebSocket socket = HttpStates.webSocket(state, messages, StenoFacts.of(state));
        intake.change(new HttpFlow(
                flow.id(),
                flow.revision() + 1,
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                socket,
                flow.original()));
        upgraded.state = null;
        upgraded.messages = null;
    }
}

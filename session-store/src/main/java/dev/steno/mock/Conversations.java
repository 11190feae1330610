package dev.steno.mock;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.PieceTimes;
import dev.steno.mock.answer.ConversationBody;
import dev.steno.mock.index.Recordings;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds recorded calls of gRPC whose response began before their request had ended. Such a call is answered at its head, whatever its
 * content, which comes only after the first messages of the answer. Any thread; what is not known yet is read where that may block.
 */
final class Conversations {
    /** Upper bound on the recorded flows of a place that are looked at. */
    private static final int MOST_READ = 64;

    /** Upper bound on the numbers of flows that are kept, beside 16 for each place. */
    private static final int MOST_KEPT = 1 << 16;

    private final Recordings recordings;
    private final BoundedCache<long[]> known = new BoundedCache<>(MOST_KEPT);

    Conversations(Recordings recordings) {
        this.recordings = recordings;
    }

    /** Whether a request, whose head has arrived, may be that of such a call. */
    static boolean mayBe(HttpRequest head) {
        return PieceTimes.areKeptFor(head.headers()) && !head.headers().contains("Content-Length");
    }

    /** Returns what {@link #read} does, without reading the session; null if that is not known yet. */
    long @Nullable [] known(long place) {
        return known.get(place);
    }

    /** Returns the calls to a place, in their order; none if most of them are of another kind. Blocks. */
    long[] read(long place) throws IOException {
        long[] refs = recordings.find(place);
        refs = Arrays.copyOf(refs, Math.min(MOST_READ, refs.length));
        int conversations = 0;
        for (long ref : refs) {
            HttpFlow flow = recordings.flow(ref).orElse(null);
            conversations += flow != null && ConversationBody.isRecorded(flow) ? 1 : 0;
        }
        // a server may answer a call before its end now and then, or not before it, whatever the kind of the call
        long[] calls = 2 * conversations >= refs.length ? refs : new long[0];
        known.put(place, calls, 16 + calls.length);
        return calls;
    }

    /** Forgets what is known of a place. */
    void forget(long place) {
        known.remove(place);
    }

    /** Forgets all. */
    void forgetAll() {
        known.clear();
    }
}

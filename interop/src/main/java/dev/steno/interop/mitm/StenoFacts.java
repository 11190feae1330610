package dev.steno.interop.mitm;

import dev.steno.flow.Headers;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file that Steno wrote has beyond mitmproxy's format: the metadata {@value #KEY}, a dictionary, which mitmproxy keeps
 * as it is. Of another file, it is empty. For one thread.
 */
final class StenoFacts {
    /** The key of the metadata. */
    static final String KEY = "steno";

    /** The state, as {@code FlowState} names it. */
    static final String STATE = "state";

    /** The step that failed, as {@code FlowError.Step} names it. */
    static final String STEP = "step";

    /** When the flow began, and how long it took, in nanoseconds. */
    static final String STARTED = "started";

    static final String DURATION = "duration";

    /** Names of the times that are unknown, where the format must have one. */
    static final String UNSET = "unset";

    /** Bytes that passed, of which the file has fewer. */
    static final String REQUEST_SIZE = "request_size";

    static final String RESPONSE_SIZE = "response_size";

    /** The pseudo-header fields, as they were sent. */
    static final String REQUEST_PSEUDO = "request_pseudo";

    static final String RESPONSE_PSEUDO = "response_pseudo";

    /** The server of the URL, where the header fields name another one. */
    static final String HOST = "host";

    static final String PORT = "port";

    /** The protocol of a raw stream. */
    static final String PROTOCOL = "protocol";

    /** The mode of the listener, where mitmproxy has no such mode. */
    static final String MODE = "mode";

    /** The types of the extensions in the ClientHello. */
    static final String EXTENSIONS = "extensions";

    /** Counters of a WebSocket: messages, bytes, pings and pongs of the client, then those of the server. */
    static final String SOCKET = "websocket";

    static final String PROBLEM = "problem";

    private final @Nullable StateDict facts;

    private StenoFacts(@Nullable StateDict facts) {
        this.facts = facts;
    }

    /** Reads the facts of a flow. */
    static StenoFacts of(StateDict flow) throws TnetstringException {
        StateDict metadata = flow.dict("metadata");
        return new StenoFacts(metadata == null ? null : metadata.dict(KEY));
    }

    /** Whether Steno wrote the flow. */
    boolean areThere() {
        return facts != null;
    }

    /** Returns a text; null if it is not there. */
    @Nullable
    String text(String name) {
        return facts == null ? null : facts.text(name);
    }

    /** Returns an integer; the given one if it is not there. */
    long integer(String name, long absent) {
        return facts == null ? absent : facts.integer(absent, name);
    }

    /** Whether a time is unknown. */
    boolean isUnset(String time) throws TnetstringException {
        return facts != null && facts.list(UNSET).contains(time);
    }

    /** Returns the integers of a list; null if it does not have as many. */
    long @Nullable [] integers(String name, int count) throws TnetstringException {
        TnetCursor list = facts == null ? null : facts.get(name);
        if (list == null || list.type() != TnetType.LIST) {
            return null;
        }
        long[] all = new long[count];
        list.enter();
        for (int i = 0; i < count; i++) {
            if (list.next() == null) {
                return null;
            }
            all[i] = StateDict.integer(list, 0);
        }
        return all;
    }

    /** Returns the types of the extensions in the ClientHello; none if they are not there. */
    List<Integer> extensions() throws TnetstringException {
        return facts == null
                ? List.of()
                : facts.list(EXTENSIONS).stream().map(StenoFacts::type).toList();
    }

    private static int type(String digits) {
        int type = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9' || i == 5) {
                return 0;
            }
            type = 10 * type + digit - '0';
        }
        return type;
    }

    /** Returns header fields behind the pseudo-header fields that were sent with them. */
    Headers withPseudo(String name, Headers fields) throws TnetstringException {
        Headers pseudo = facts == null ? null : facts.headers(name);
        if (pseudo == null) {
            return fields;
        }
        Headers.Builder all = Headers.builder(pseudo.size() + fields.size());
        for (int i = 0; i < pseudo.size(); i++) {
            all.add(pseudo.name(i), pseudo.value(i));
        }
        for (int i = 0; i < fields.size(); i++) {
            all.add(fields.name(i), fields.value(i));
        }
        return all.build();
    }
}

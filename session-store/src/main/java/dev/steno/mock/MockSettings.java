package dev.steno.mock;

import dev.steno.mock.key.MatchRules;
import dev.steno.mock.socket.SocketPace;

/**
 * What a mock does, as its options say together. Immutable.
 *
 * @param rules by which requests are found
 * @param mode never {@link MockMode#ONCE}, which is strict or new
 * @param extra what unknown requests get
 * @param refresh whether dates are moved to the present
 * @param preflight whether preflight requests of browsers are answered
 * @param interim whether interim responses are sent
 * @param socket when the messages of recorded servers are sent
 * @param pace how fast recorded streams are sent
 * @param fallbackAfter how long a server may take to its response with mode fallback, in nanoseconds; 0 for any time
 * @param olderThan the age from which recorded responses are replaced, in nanoseconds
 */
record MockSettings(
        MatchRules rules,
        MockMode mode,
        ExtraPolicy extra,
        MockOrder order,
        MockRepeat repeat,
        boolean perClient,
        MockLatency latency,
        boolean refresh,
        boolean preflight,
        boolean interim,
        SocketPace socket,
        MockPace pace,
        long fallbackAfter,
        long olderThan) {

    /** @param recordedAny whether the mock has flows at its start */
    static MockSettings of(MockOptions options, boolean recordedAny) {
        MockMode mode = options.mockMode();
        boolean once = mode == MockMode.ONCE;
        ExtraPolicy extra = options.extra();
        if (once) {
            mode = recordedAny ? MockMode.STRICT : MockMode.NEW;
        }
        if (mode == MockMode.STRICT && extra == ExtraPolicy.FORWARD) {
            extra = ExtraPolicy.NOT_FOUND;
        } else if (mode != MockMode.STRICT && mode != MockMode.REPLAY) {
            extra = ExtraPolicy.FORWARD;
        }
        return new MockSettings(
                options.matchRules(),
                mode,
                extra,
                mode == MockMode.RECORD ? MockOrder.LAST : options.reuses() ? MockOrder.FIRST : options.mockOrder(),
                options.mockRepeat(),
                options.mockPerClient(),
                MockLatency.parse(options.mockLatency()),
                options.serverReplayRefresh(),
                options.mockCorsPreflight(),
                options.mockInterim(),
                options.mockWebsocket(),
                options.mockPace(),
                options.mockFallbackAfter().toNanos(),
                options.mockOlderThan().toNanos());
    }

    /** Whether no server is ever connected to. */
    boolean isOffline() {
        return mode == MockMode.STRICT;
    }

    /** Whether requests that were recorded are answered before they are forwarded. */
    boolean answersFirst() {
        return switch (mode) {
            case REPLAY, STRICT, SPY, NEW, ONCE -> true;
            case RECORD -> olderThan > 0;
            case FALLBACK, DIFF -> false;
        };
    }

    /** Whether flows that were forwarded are recorded ones from then on. */
    boolean learns() {
        return mode == MockMode.NEW || mode == MockMode.RECORD;
    }
}

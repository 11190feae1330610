package dev.steno.cli.ship;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.ship.NewNumber;

/** What a person is told when a session ships as another recorder than before. Stateless. */
public final class NewNumberText {
    private NewNumberText() {}

    /**
     * Returns the sentence.
     *
     * @param recorder the number from now on
     * @param before the number until now
     */
    public static String of(ServerUrl url, int recorder, int before, NewNumber why) {
        return switch (why) {
            case COPIED ->
                "a copy of this session ships as recorder " + before + ": all flows are shipped as recorder "
                        + recorder;
            case REMOVED ->
                "recorder " + before + " was removed from the store: all flows are shipped again, as recorder "
                        + recorder;
            case REWRITTEN ->
                "this session was redacted after it had been shipped: it is shipped as recorder " + recorder
                        + ", and the store still has its flows as they were, as recorder " + before
                        + "; this, as the owner of the store's tables, removes them: steno store remove " + url + " "
                        + before;
        };
    }
}

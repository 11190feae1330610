package dev.steno.mock.socket;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.WebSocketSource;
import dev.steno.mock.key.MatchRules;

/**
 * The server's side of a recorded WebSocket. Immutable.
 *
 * @param recorded a flow that continued as a WebSocket
 * @param rules how much of the client's messages must be equal to the recorded ones
 */
public record RecordedSocket(HttpFlow recorded, MessageSupply supply, SocketPace pace, MatchRules rules)
        implements WebSocketSource {
    @Override
    public Messages open(Client client) {
        return new SocketPlay(this, client);
    }
}

package dev.steno.local;

import dev.steno.flow.HttpFlow;
import java.util.concurrent.CompletionStage;

/** The exchange of a request that Steno sent. Any thread. */
public interface LocalExchange extends LocalFlow {
    /**
     * {@inheritDoc} A flow that continues as a WebSocket ends with that if its request has a part of the client; otherwise it
     * counts as ended then, as does one that continues as a raw stream.
     */
    @Override
    CompletionStage<HttpFlow> ended();
}

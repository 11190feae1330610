package dev.steno.interop.intake;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.interop.loss.Loss;
import java.io.IOException;

/** Where the parts of flows that are read go. For the thread of the import, which may block. */
interface FactSink {
    /** Draws the number of a flow. */
    long nextFlow();

    /** Draws the number of a body. */
    long nextBody();

    /** Returns the number of a connection, which is new for a name that was not used lately. */
    long connection(String named);

    /** Returns the format and tool of the flows; empty if they are unknown. */
    String origin();

    /** Adds a flow that has its number. */
    void add(Flow flow) throws IOException;

    /** Adds a message of a raw stream or a WebSocket, before or after its flow. */
    void message(Message message) throws IOException;

    /** Hands a fact to the recorder. */
    void publish(FlowEvent fact) throws IOException;

    /** Counts a loss of a flow. */
    void lost(Loss loss, String place);
}

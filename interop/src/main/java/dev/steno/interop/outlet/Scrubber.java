package dev.steno.interop.outlet;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import java.io.IOException;
import java.io.InputStream;

/** Replaces secrets in what leaves the machine. For the thread of one export. */
public interface Scrubber {
    /** Replaces nothing. */
    Scrubber NONE = new Scrubber() {
        @Override
        public Flow flow(Flow flow) {
            return flow;
        }

        @Override
        public InputStream body(Flow flow, Body body, InputStream bytes) {
            return bytes;
        }

        @Override
        public Message message(Flow flow, Message message) {
            return message;
        }

        @Override
        public long replaced() {
            return 0;
        }
    };

    /** Returns a flow without secrets; its references to stored bodies are those of the given one. */
    Flow flow(Flow flow);

    /**
     * Returns the bytes of a body without secrets.
     *
     * @param flow as {@link #flow} returned it
     * @param body one of its bodies
     * @param bytes as recorded; closed with the result
     */
    InputStream body(Flow flow, Body body, InputStream bytes) throws IOException;

    /** Returns a message without secrets. */
    Message message(Flow flow, Message message) throws IOException;

    /** Returns how many secrets were replaced. */
    long replaced();
}

package dev.steno.mock.socket;

import dev.steno.flow.Message;
import java.io.IOException;
import java.util.List;

/** Reads the messages of a recorded flow. Blocks. */
@FunctionalInterface
public interface MessageSupply {
    /** Returns messages in order, beginning with a sequence number; none after the last one. */
    List<Message> messages(long fromSequence, int limit) throws IOException;
}

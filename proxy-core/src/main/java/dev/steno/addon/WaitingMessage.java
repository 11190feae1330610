package dev.steno.addon;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;

/**
 * A message of a WebSocket or a raw stream that waits for the decision of a person. Immutable.
 *
 * @param number its number among the held messages of the flow, from 1
 * @param since when the hold began, in nanoseconds since the epoch
 * @param edited whether it was changed
 * @param data its bytes, with the changes; must not be modified
 */
public record WaitingMessage(
        long number, long since, Direction direction, Message.Kind kind, boolean edited, byte[] data) {}

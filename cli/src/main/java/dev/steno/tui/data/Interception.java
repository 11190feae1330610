package dev.steno.tui.data;

import dev.steno.edit.MessagePart;
import java.util.List;

/**
 * What is held, and the messages that a person edits, of a Steno that records. Holds are ended by commands. Each call
 * blocks; any thread. A refusal is a {@link dev.steno.command.CommandException} with a message for people.
 */
public interface Interception {

    /** Returns what is held now. */
    Queue queue();

    /** Returns the held messages of a WebSocket or a raw stream, in the order in which they came. */
    List<HeldStreamItem> messages(long flow);

    /** Returns the held message of a flow. */
    Draft held(long flow);

    /** Returns a message of a recorded flow that has ended. */
    Draft recorded(long flow, MessagePart part);

    /**
     * Changes a message: all that the text says, or nothing. A held message stays held.
     *
     * @param draft the text on which the change is based
     * @param text the text as it was edited
     */
    void save(Draft draft, String text);

    /**
     * What is held. Immutable.
     *
     * @param items the one that was held first is the first
     * @param filter of the messages that are held; empty if none are
     * @param active whether the filter is in effect
     */
    record Queue(List<HeldItem> items, String filter, boolean active) {
        /** Nothing. */
        public static final Queue NOTHING = new Queue(List.of(), "", true);

        public Queue {
            items = List.copyOf(items);
        }
    }
}

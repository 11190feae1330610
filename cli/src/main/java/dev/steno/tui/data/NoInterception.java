package dev.steno.tui.data;

import dev.steno.command.CommandException;
import dev.steno.edit.MessagePart;
import java.util.List;

/**
 * That of a session to which no Steno that takes commands records: nothing is held, and nothing can be edited. Immutable.
 *
 * @param refusal why nothing can be edited, as a sentence
 */
record NoInterception(String refusal) implements Interception {

    @Override
    public Queue queue() {
        return Queue.NOTHING;
    }

    @Override
    public List<HeldStreamItem> messages(long flow) {
        return List.of();
    }

    @Override
    public Draft held(long flow) {
        throw refused();
    }

    @Override
    public Draft recorded(long flow, MessagePart part) {
        throw refused();
    }

    @Override
    public void save(Draft draft, String text) {
        throw refused();
    }

    private CommandException refused() {
        return new CommandException(refusal);
    }
}

package dev.steno.tui.data;

import dev.steno.command.CommandException;
import dev.steno.edit.MessagePart;
import java.util.List;

/** That of a session that no Steno records: nothing is held, and nothing can be edited. Immutable. */
record NoInterception(String session) implements Interception {

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
        throw refusal();
    }

    @Override
    public Draft recorded(long flow, MessagePart part) {
        throw refusal();
    }

    @Override
    public void save(Draft draft, String text) {
        throw refusal();
    }

    private CommandException refusal() {
        return new CommandException(session + " is open for reading only, as no Steno records to it");
    }
}

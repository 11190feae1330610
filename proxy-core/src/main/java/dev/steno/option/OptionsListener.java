package dev.steno.option;

/**
 * Applies changed options, or rejects them.
 *
 * @param <R> the option record
 */
@FunctionalInterface
public interface OptionsListener<R extends Record> {

    /**
     * Applies a change. Called on the thread that sets the option, one change at a time, before the registry returns
     * the new record. If a later listener rejects the change, this one is called again with the records exchanged and
     * must roll back; an exception from that call is attached to the first one and otherwise ignored.
     *
     * <p>Must not set options itself (not re-entrant).
     *
     * @throws OptionVeto to reject the change; every option then keeps its value
     */
    void changed(R before, R after) throws OptionVeto;
}

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
     * the new record. If a listener that is called later rejects the change, this one is called again with the two
     * records exchanged and must roll back. An exception from that call is added to the rejection as suppressed and has
     * no other effect.
     *
     * <p>Must not set options itself: the registry is not re-entrant.
     *
     * @throws OptionVeto to reject the change; every option then keeps its value
     */
    void changed(R before, R after) throws OptionVeto;
}

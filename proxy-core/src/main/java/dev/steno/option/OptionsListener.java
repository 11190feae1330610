package dev.steno.option;

/**
 * Takes over changed options, or refuses them.
 *
 * @param <R> the record of options
 */
@FunctionalInterface
public interface OptionsListener<R extends Record> {

    /** Takes every change and does nothing with it; for options that are read where they are used. */
    static <R extends Record> OptionsListener<R> none() {
        return (before, after) -> {};
    }

    /**
     * Takes over a change. Called on the thread that sets, one change at a time, before the registry shows the new
     * record. When a later listener refuses, this one is called again with the two records exchanged and must go back;
     * a refusal of that call is reported with the first one and otherwise without effect.
     *
     * <p>Must not set options itself.
     *
     * @throws OptionVeto to keep every option as it was
     */
    void changed(R before, R after) throws OptionVeto;
}

package dev.steno.option;

/** A listener's refusal of a change. The message says why, for the person who asked for the change. */
public final class OptionVeto extends Exception {

    public OptionVeto(String reason) {
        super(reason);
    }

    public OptionVeto(String reason, Throwable cause) {
        super(reason, cause);
    }
}

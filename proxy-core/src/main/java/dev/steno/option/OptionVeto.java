package dev.steno.option;

/** Thrown by a listener that rejects a change. The message gives the reason, for the person who made the change. */
public final class OptionVeto extends Exception {

    public OptionVeto(String reason) {
        super(reason);
    }

    public OptionVeto(String reason, Throwable cause) {
        super(reason, cause);
    }
}

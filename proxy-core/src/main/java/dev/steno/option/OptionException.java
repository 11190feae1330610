package dev.steno.option;

/** An option was not set. The message is for the person who gave it; nothing has changed. */
public class OptionException extends RuntimeException {

    public OptionException(String message) {
        super(message);
    }

    public OptionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For a text that an option's type does not read. */
    static OptionException of(String name, boolean secret, ValueException cause) {
        return secret
                ? new OptionException("option " + name + ": " + cause.withoutText())
                : new OptionException("option " + name + ": " + cause.getMessage(), cause);
    }
}

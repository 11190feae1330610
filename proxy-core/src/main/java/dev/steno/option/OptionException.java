package dev.steno.option;

/** Reports that an option could not be set; no option has changed. The message is for the person who set it. */
public class OptionException extends RuntimeException {

    public OptionException(String message) {
        super(message);
    }

    public OptionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Creates the exception for a text that the option's type cannot parse. */
    static OptionException of(String name, boolean secret, ValueException cause) {
        return secret
                ? new OptionException("option " + name + ": " + cause.withoutText())
                : new OptionException("option " + name + ": " + cause.getMessage(), cause);
    }
}

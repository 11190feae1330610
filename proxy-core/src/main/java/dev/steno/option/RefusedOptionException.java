package dev.steno.option;

/** Thrown by the constructor of an option record that rejects the value of one option, which the message to a person names. */
public final class RefusedOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String option;

    /** @param option the option's name in kebab-case */
    public RefusedOptionException(String option, IllegalArgumentException reason) {
        super(reason.getMessage(), reason);
        this.option = option;
    }

    /** The option's name in kebab-case. */
    public String option() {
        return option;
    }
}

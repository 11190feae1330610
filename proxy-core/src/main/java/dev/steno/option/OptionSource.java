package dev.steno.option;

import java.util.Locale;

/** The layers an option's value can come from. A later constant is stronger than an earlier one. */
public enum OptionSource {
    /** The value declared with the option. */
    DEFAULT,
    /** Kept in the session that was resumed. */
    SESSION,
    /** The configuration file. */
    CONFIG,
    /** An environment variable; see {@link Environment}. */
    ENVIRONMENT,
    /** A flag or {@code --set} given at the start. */
    COMMAND_LINE,
    /** Set while running, by a person or an addon. */
    RUNTIME;

    /** The name people read, such as {@code command line}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

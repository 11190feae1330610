package dev.steno.option;

import java.util.Locale;

/** The layers from which an option's value can come, from weakest to strongest. */
public enum OptionSource {
    /** The default declared with the option. */
    DEFAULT,
    /** Stored in the resumed session. */
    SESSION,
    /** The configuration file. */
    CONFIG,
    /** An environment variable; see {@link Environment}. */
    ENVIRONMENT,
    /** A flag or {@code --set} at the start. */
    COMMAND_LINE,
    /** Set while running, by a person or an addon. */
    RUNTIME;

    /** The name shown to people, such as {@code command line}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package dev.steno.addon.jar;

import java.util.ServiceConfigurationError;

/** Says in a sentence why an addon cannot be used. Stateless. */
public final class Faults {
    private Faults() {}

    /** Returns a sentence without its end that says what to do. */
    public static String sentence(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ServiceConfigurationError || cause instanceof ExceptionInInitializerError)) {
            cause = cause.getCause();
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return "it was compiled for a newer Java than " + Runtime.version().feature()
                    + ", which runs this Steno: compile it with --release 17";
        }
        if (cause instanceof ServiceConfigurationError) {
            return "its list of services cannot be used: " + cause.getMessage();
        }
        if (cause instanceof NoClassDefFoundError && cause.getCause() instanceof ClassNotFoundException missing) {
            return "it needs the class " + missing.getMessage() + ": put the class into its jar, or do without it";
        }
        return "it failed with " + cause + ": report this to its author, or remove the jar";
    }
}

package dev.steno.option;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Options from environment variables: {@code STENO_UPSTREAM_CA} sets {@code upstream-ca}. Pure. */
public final class Environment {
    private static final String PREFIX = "STENO_";

    private Environment() {}

    /**
     * Returns the texts for {@link Options#apply}. Variables that name no option are ignored, since users and scripts
     * define variables with the same prefix; empty variables are ignored too.
     */
    public static Map<String, String> read(Map<String, String> variables, Options options) {
        Map<String, String> texts = new TreeMap<>();
        for (OptionSpec option : options.all()) {
            String text = variables.get(variable(option.name()));
            if (text != null && !text.isEmpty()) {
                texts.put(option.name(), text);
            }
        }
        return texts;
    }

    /** The name of the variable that sets an option. */
    public static String variable(String option) {
        return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}

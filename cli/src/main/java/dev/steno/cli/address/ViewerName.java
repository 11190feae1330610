package dev.steno.cli.address;

import dev.steno.cli.command.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option that says under which name a person gives notes to flows of a store. Stateless. */
public final class ViewerName {
    /** The option. */
    public static final String AS = "--as";

    private static final int LONGEST = 100;

    private ViewerName() {}

    /** Adds the option. */
    public static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(AS)
                .paramLabel("NAME")
                .type(String.class)
                .description("Who gives marks and comments to flows of a shared store; by default the user of the"
                        + " operating system.")
                .build());
    }

    /**
     * Returns the name that a call gives, or that of the user.
     *
     * @throws Failure if it is empty or too long
     */
    public static String of(ParseResult call) {
        String name = call.matchedOptionValue(AS, System.getProperty("user.name", "unknown"));
        if (name.isBlank() || name.length() > LONGEST) {
            throw Failure.usage(AS + " needs a name of 1 to " + LONGEST + " characters, such as " + AS + " ann");
        }
        return name;
    }
}

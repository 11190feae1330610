package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.text.Quantity;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Whether a list is expected to have flows: an assertion of a script, by the exit code. */
enum Expectation {
    ANY,
    NONE,
    SOME;

    private static final String EXPECT = "--expect";
    private static final String EXIT_CODE = "--exit-code";

    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(EXPECT)
                .paramLabel("none|some")
                .type(String.class)
                .description(
                        "For scripts: the exit code is 0 only if no flow is listed (none), or at least one (some). It"
                                + " is not 0 either if the session cannot be read.")
                .build());
        spec.addOption(OptionSpec.builder(EXIT_CODE)
                .description("The same as --expect some.")
                .build());
    }

    static Expectation of(ParseResult call) {
        String given = call.matchedOptionValue(EXPECT, "");
        boolean byCode = call.hasMatchedOption(EXIT_CODE);
        return switch (given) {
            case "" -> byCode ? SOME : ANY;
            case "some" -> SOME;
            case "none" -> {
                if (byCode) {
                    throw Failure.usage(EXIT_CODE + " is --expect some, and excludes --expect none");
                }
                yield NONE;
            }
            default -> throw Failure.usage(EXPECT + " \"" + given + "\": it is none or some");
        };
    }

    /** Says on standard error that flows are listed which should not be. */
    int exitCode(long listed, Console console) {
        if (this == NONE && listed > 0) {
            console.say("expected no flow, found " + Quantity.count(listed, "flow"));
        }
        return this == NONE && listed > 0 || this == SOME && listed == 0 ? ExitCode.FAILURE : ExitCode.OK;
    }
}

package dev.steno.exec;

import dev.steno.option.Opt;
import java.time.Duration;
import java.util.List;

/** Options on programs that decide about exchanges. Which ones run is decided at the start only. */
public record ExecOptions(
        @Opt(
                help =
                        "A program that gets each request and response as a line of JSON and answers with a line; run by "
                                + "the shell, and started again if it ends.",
                metavar = "CMD")
        List<String> exec,

        @Opt(
                help =
                        "The time within which a program has to answer a line; after it the exchange continues without it.",
                defaultValue = "5s")
        Duration execTimeout) {

    public ExecOptions {
        if (exec.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "exec is empty: name the command of a program, such as 'python3 hook.py',"
                            + " or leave the option out");
        }
        if (execTimeout.isNegative() || execTimeout.isZero()) {
            throw new IllegalArgumentException("exec-timeout must be above 0");
        }
    }
}

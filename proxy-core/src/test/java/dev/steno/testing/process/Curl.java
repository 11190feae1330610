package dev.steno.testing.process;

import java.util.ArrayList;
import java.util.List;

/** Calls {@code curl} and other command-line programs. Stateless. */
public final class Curl {
    private Curl() {}

    /** The exit code of a call, and its output on standard output and standard error. */
    public record Output(int exit, String text) {}

    /** Calls curl without progress output; curl prints only the response and its own errors. */
    public static Output curl(String... arguments) {
        List<Object> all = new ArrayList<>(List.of("-sS", "--max-time", "20"));
        all.addAll(List.of(arguments));
        return call("curl", all.toArray());
    }

    /** Calls another program. */
    public static Output call(String program, Object... arguments) {
        Program.Outcome outcome = Program.need(program).call(arguments);
        return new Output(outcome.code(), outcome.said());
    }
}

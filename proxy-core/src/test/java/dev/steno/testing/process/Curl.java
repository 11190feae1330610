package dev.steno.testing.process;

import java.util.ArrayList;
import java.util.List;

/** {@code curl}, and programs that are called as it is. */
public final class Curl {
    private Curl() {}

    /** How a call ended, and all that it said. */
    public record Output(int exit, String text) {}

    /** Calls curl, which says nothing but errors of its own. */
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

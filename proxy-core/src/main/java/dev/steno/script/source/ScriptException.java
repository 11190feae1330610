package dev.steno.script.source;

import java.util.List;
import java.util.stream.Collectors;

/** A script cannot be used. The message has a line for each problem. */
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<ScriptProblem> problems;

    public ScriptException(List<ScriptProblem> problems) {
        super(problems.stream().map(ScriptProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public ScriptException(String file, String text) {
        this(List.of(new ScriptProblem(file, 0, 0, text)));
    }

    /** Returns what is wrong; not empty. */
    public List<ScriptProblem> problems() {
        return problems;
    }
}

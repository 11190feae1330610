package dev.steno.script.run;

import dev.steno.script.Script;
import dev.steno.script.ScriptHost;
import dev.steno.script.source.CompiledScript;
import dev.steno.script.source.ScriptCompiler;
import dev.steno.script.source.ScriptException;
import dev.steno.script.source.ScriptLoader;
import dev.steno.script.source.ScriptProblem;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a script without running any of its code. Any thread that may block. */
public final class ScriptCheck {
    private ScriptCheck() {}

    /**
     * Compiles a script, and looks at its methods.
     *
     * @return warnings
     * @throws ScriptException if Steno would refuse the script
     */
    public static List<ScriptProblem> check(Path file) throws ScriptException {
        CompiledScript compiled = ScriptCompiler.compile(file);
        String name = String.valueOf(file.getFileName());
        List<ScriptProblem> warnings = new ArrayList<>(compiled.warnings());
        try {
            ScriptMethods.declared(name, type(name, compiled, null))
                    .warnings()
                    .forEach(each -> warnings.add(new ScriptProblem(name, 0, 0, each)));
        } catch (LinkageError e) {
            throw new ScriptException(name, "it cannot be loaded: " + e.getMessage());
        }
        return warnings;
    }

    /**
     * Finds the class of a script, which is not initialised.
     *
     * @param host of its objects; null if none are made
     */
    @SuppressWarnings("unchecked") // checked by isAssignableFrom
    static Class<? extends Script> type(String name, CompiledScript from, @Nullable ScriptHost host)
            throws ScriptException {
        ScriptLoader loader = new ScriptLoader(name, from.classes(), host);
        List<Class<? extends Script>> found = new ArrayList<>();
        try {
            for (String each : from.names()) {
                Class<?> type = loader.loadClass(each);
                if (Script.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                    found.add((Class<? extends Script>) type);
                }
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ScriptException(name, "it cannot be loaded: " + e.getMessage());
        }
        if (found.size() != 1) {
            throw new ScriptException(
                    name,
                    found.isEmpty()
                            ? "it has neither a class that extends Script nor a method at its top level: steno script new"
                                    + " writes a script to begin with"
                            : "it has several classes that extend Script, and one is needed: "
                                    + found.stream().map(Class::getSimpleName).collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }
}

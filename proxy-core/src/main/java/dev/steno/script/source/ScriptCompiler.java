package dev.steno.script.source;

import java.nio.file.Path;

/** Compiles scripts in this process, for Java 17. Any thread that may block. */
public final class ScriptCompiler {
    /** What to do if there is no compiler. */
    static final String NONE = "this Java (" + System.getProperty("java.home")
            + ") has no compiler, the module jdk.compiler, which scripts need: start Steno with a JDK 17 or newer"
            + " (JAVA_HOME), or use a package of Steno, which brings one";

    private ScriptCompiler() {}

    /**
     * Compiles a script with the files of its folder that it uses.
     *
     * @throws ScriptException with the problems that the compiler found, or what to do if there is no compiler
     */
    public static CompiledScript compile(Path file) throws ScriptException {
        ScriptSource source = ScriptSource.read(file);
        try {
            return Compilation.run(source); // a class of its own: only it needs the modules of the compiler
        } catch (LinkageError e) {
            throw new ScriptException(String.valueOf(file.getFileName()), NONE);
        }
    }
}

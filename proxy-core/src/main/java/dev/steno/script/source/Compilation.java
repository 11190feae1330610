package dev.steno.script.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import dev.steno.script.Script;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One run of the compiler. Stateless; any thread that may block. */
final class Compilation {
    /** The version of the language and of the JDK's API that scripts are compiled for. */
    private static final int RELEASE = 17;

    private static final int MOST_PROBLEMS = 20;

    private Compilation() {}

    /** @throws ScriptException with the problems that the compiler found */
    static CompiledScript run(ScriptSource source) throws ScriptException {
        String name = String.valueOf(source.file().getFileName());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new ScriptException(name, ScriptCompiler.NONE);
        }
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard =
                        compiler.getStandardFileManager(told, Locale.ENGLISH, StandardCharsets.UTF_8);
                ScriptFiles files = new ScriptFiles(standard, source)) {
            standard.setLocationFromPaths(StandardLocation.CLASS_PATH, api());
            standard.setLocationFromPaths(
                    StandardLocation.SOURCE_PATH, List.of(source.file().resolveSibling("")));
            // what the compiler prints besides is the trace of an error of its own
            JavaCompiler.CompilationTask task = compiler.getTask(
                    Writer.nullWriter(), files, told, options(), null, List.of(new ScriptFiles.Unit(source)));
            if (task instanceof JavacTask javac) {
                List<CompilationUnitTree> units = new ArrayList<>();
                javac.parse().forEach(units::add);
                javac.analyze();
                throwIfAny(problems(told, source, true));
                throwIfAny(ExitCalls.find(javac, units, source));
                javac.generate();
            } else {
                task.call();
            }
            throwIfAny(problems(told, source, true));
            return new CompiledScript(
                    source.file(), files.used(), files.own(), files.classes(), problems(told, source, false));
        } catch (IOException e) {
            throw new ScriptException(name, "it cannot be compiled: " + e.getMessage());
        } catch (RuntimeException e) { // javac wraps what a file manager throws, and errors of its own
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause instanceof StackOverflowError
                    ? "an expression or a block is nested too deeply"
                    : String.valueOf(cause.getMessage());
            throw new ScriptException(name, "it cannot be compiled: " + why);
        }
    }

    private static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-proc:none", "-parameters", "-g", "-Xlint:deprecation"));
        String release = Integer.toString(RELEASE);
        if (Runtime.version().feature() != RELEASE) {
            // a package of Steno lacks the signatures of older versions, so there only the language is that of Java 17
            boolean signatures = Files.exists(Path.of(System.getProperty("java.home"), "lib", "ct.sym"));
            options.addAll(
                    signatures
                            ? List.of("--release", release)
                            : List.of("-source", release, "-target", release, "-Xlint:-options"));
        }
        return options;
    }

    private static void throwIfAny(List<ScriptProblem> problems) throws ScriptException {
        if (!problems.isEmpty()) {
            throw new ScriptException(problems);
        }
    }

    private static List<ScriptProblem> problems(
            DiagnosticCollector<JavaFileObject> told, ScriptSource source, boolean errors) {
        List<ScriptProblem> problems = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> one : told.getDiagnostics()) {
            boolean error = one.getKind() == Diagnostic.Kind.ERROR;
            boolean note = one.getKind() == Diagnostic.Kind.NOTE;
            if (error == errors && !note && problems.size() < MOST_PROBLEMS) {
                boolean placed = one.getLineNumber() != Diagnostic.NOPOS;
                long line = placed ? one.getLineNumber() : 0;
                problems.add(new ScriptProblem(
                        one.getSource() == null ? String.valueOf(source.file().getFileName()) : name(one.getSource()),
                        line,
                        placed ? source.column(line, one.getColumnNumber()) : 0,
                        one.getMessage(Locale.ENGLISH).strip().replaceAll("\\s*\\R\\s*", "; ")));
            }
        }
        return problems;
    }

    static String name(FileObject file) {
        String path = file.toUri().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The jars or folders with the API: one, once the product is packed. */
    private static Set<Path> api() throws ScriptException {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> one : List.of(Script.class, Logger.class, NullMarked.class)) {
            @Nullable CodeSource place = one.getProtectionDomain().getCodeSource();
            if (place == null) {
                throw new ScriptException(one.getName(), "the API cannot be found, internal error: please report it");
            }
            try {
                places.add(Path.of(place.getLocation().toURI()));
            } catch (URISyntaxException e) {
                throw new ScriptException(one.getName(), "the API cannot be found: " + e.getMessage());
            }
        }
        return places;
    }
}

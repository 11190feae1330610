package dev.steno.script.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A script that was compiled. Immutable.
 *
 * @param file its source
 * @param used the other source files whose classes are among {@code classes}, absolute
 * @param names the binary names of the classes in its file
 * @param classes all classes, also those of other files in the folder, by name
 * @param warnings of the compiler
 */
public record CompiledScript(
        Path file, Set<Path> used, List<String> names, Map<String, byte[]> classes, List<ScriptProblem> warnings) {
    /** Whether the script is made of a file. */
    public boolean uses(Path source) {
        return source.equals(file) || used.contains(source);
    }
}

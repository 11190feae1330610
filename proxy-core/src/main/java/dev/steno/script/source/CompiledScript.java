package dev.steno.script.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A script that was compiled. Immutable.
 *
 * @param file its source
 * @param names the binary names of the classes in its file
 * @param classes all classes, also those of other files in the folder, by name
 * @param warnings of the compiler
 */
public record CompiledScript(
        Path file, List<String> names, Map<String, byte[]> classes, List<ScriptProblem> warnings) {}

package dev.steno.cli.architecture;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The main sources of all modules, including the benchmarks. */
final class SourceTree {
    private static final Pattern LITERAL_OR_COMMENT = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\[^\n]*?|[^'\n])'|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private SourceTree() {}

    /**
     * One source file.
     *
     * @param module the folder of its module
     * @param name its qualified name, e.g. {@code dev.steno.flow.Flow}
     */
    record Source(String module, String name, String text) {
        /** The text with each comment replaced by a blank, and each literal of characters by an empty one. */
        String code() {
            return LITERAL_OR_COMMENT
                    .matcher(text)
                    .replaceAll(found -> found.group().startsWith("/") ? " " : "\"\"");
        }

        String packageName() {
            return name.substring(0, name.lastIndexOf('.'));
        }

        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        boolean isOfPackage(String prefix) {
            return name.startsWith(prefix + ".");
        }
    }

    /** All files that declare a type. */
    static List<Source> main() throws IOException {
        try (Stream<Path> modules = Files.list(Checkout.file("."))) {
            return modules.filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                    .flatMap(SourceTree::of)
                    .toList();
        }
    }

    private static Stream<Source> of(Path module) {
        Path top = module.resolve("src/main/java");
        try (Stream<Path> files = Files.walk(top)) {
            return files
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .map(file -> new Source(module.getFileName().toString(), name(top.relativize(file)), text(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.toString().replace(".java", "").replace('/', '.');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

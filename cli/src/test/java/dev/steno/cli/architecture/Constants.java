package dev.steno.cli.architecture;

import dev.steno.cli.architecture.SourceTree.Source;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the uses of constants in the sources. The compiler copies the value of a constant into the class that uses it, so
 * compiled classes do not show this dependency.
 */
final class Constants {
    /** {@code Name.CONSTANT}, in an expression or a static import. */
    private static final Pattern USE = Pattern.compile("\\b([A-Z]\\w*)\\.[A-Z][A-Z0-9_]*\\b(?!\\.class|\\()");

    private Constants() {}

    /** For each class, the other classes whose constants it uses. */
    static Map<String, Set<String>> uses() throws IOException {
        return uses(SourceTree.main());
    }

    /** @param sources simple names are unique among them, and among those of the libraries that they use */
    static Map<String, Set<String>> uses(List<Source> sources) {
        Map<String, String> named = new TreeMap<>();
        sources.forEach(source -> named.put(source.simpleName(), source.name()));
        Map<String, Set<String>> uses = new TreeMap<>();
        for (Source source : sources) {
            String code = source.code();
            Matcher use = USE.matcher(code);
            while (use.find()) {
                String target = named.get(use.group(1));
                if (target != null && !target.equals(source.name()) && sees(source, code, target)) {
                    uses.computeIfAbsent(source.name(), first -> new TreeSet<>())
                            .add(target);
                }
            }
        }
        return uses;
    }

    /** Whether the class is in the same package, or named with its package; otherwise the name is a nested class's. */
    private static boolean sees(Source source, String code, String target) {
        return target.startsWith(source.packageName() + ".")
                        && target.lastIndexOf('.') == source.packageName().length()
                || Pattern.compile("\\b" + Pattern.quote(target) + "\\b")
                        .matcher(code)
                        .find();
    }
}

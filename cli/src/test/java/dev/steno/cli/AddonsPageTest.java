package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/addons.md} are files that compile against the product. */
class AddonsPageTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\\n(.*?class (\\w+) implements Addon.*?)```", Pattern.DOTALL);

    @TempDir
    Path classes;

    @Test
    void eachExampleCompiles() throws Exception {
        List<MatchResult> examples = EXAMPLE.matcher(Files.readString(Checkout.file("docs/addons.md")))
                .results()
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-Xlint:all", "-Werror", "-proc:none", "-d", classes.toString(), "-cp", classPath());

        assertThat(examples).isNotEmpty();
        for (MatchResult example : examples) {
            StringWriter errors = new StringWriter();
            List<Source> source = List.of(new Source(example.group(2), example.group(1)));
            assertThat(compiler.getTask(errors, null, null, options, null, source)
                            .call())
                    .as(() -> example.group(2) + " of the page: " + errors)
                    .isTrue();
            assertThat(classes.resolve(example.group(2) + ".class")).exists();
        }
    }

    /** The folders and jars that the tests themselves run with. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

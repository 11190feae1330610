package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.testing.Checkout;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.RunningProxy;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
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

/** The examples of {@code docs/addons.md} are files that compile against the product and behave as the page says. */
class AddonsPageTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\\n(.*?class (\\w+) implements Addon.*?)```", Pattern.DOTALL);

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    Path classes;

    @Test
    void eachExampleCompiles() throws Exception {
        List<MatchResult> examples = examples();

        assertThat(examples).isNotEmpty();
        for (MatchResult example : examples) {
            compile(example);
            assertThat(classes.resolve(example.group(2) + ".class")).exists();
        }
    }

    @Test
    void theFirstExampleAsksNotToBeTrackedUnlessTheClientSaysOtherwise(@TempDir Path home) throws Exception {
        MatchResult example = examples().get(0);
        compile(example);

        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                ScriptedOrigin origin = ScriptedOrigin.plain(ScriptedOrigin.answering(OK, OK));
                RunningProxy proxy = RunningProxy.start(home, addon(loader.loadClass(example.group(2))));
                RawClient client = RawClient.to(proxy.port())) {
            String request = "GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority() + "\r\n";

            assertThat(client.send(request + "\r\n").response().status()).isEqualTo(200);
            assertThat(origin.received()).endsWith("DNT: 1\r\n\r\n");
            assertThat(client.send(request + "DNT: 0\r\n\r\n").response().status())
                    .isEqualTo(200);
            assertThat(origin.received()).endsWith("DNT: 0\r\n\r\n");
        }
    }

    private static List<MatchResult> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Checkout.file("docs/addons.md")))
                .results()
                .toList();
    }

    private static Addon addon(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Addon) constructor.newInstance();
    }

    private void compile(MatchResult example) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-Xlint:all", "-Werror", "-proc:none", "-d", classes.toString(), "-cp", classPath());
        StringWriter errors = new StringWriter();
        List<Source> source = List.of(new Source(example.group(2), example.group(1)));
        assertThat(compiler.getTask(errors, null, null, options, null, source).call())
                .as(() -> example.group(2) + " of the page: " + errors)
                .isTrue();
    }

    /** The class path of the test process. */
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

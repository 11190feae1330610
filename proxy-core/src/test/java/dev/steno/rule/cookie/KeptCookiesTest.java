package dev.steno.rule.cookie;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.rule.Rules;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cookies in a file, from which the next start reads them. */
class KeptCookiesTest extends ProxyTest {
    @TempDir
    Path folder;

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Rules()};
    }

    private ScriptedOrigin echo() throws Exception {
        return origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nSet-Cookie: sid=1; Max-Age=1000; Path=/\r\nSet-Cookie: run=2\r\n"
                        + "Content-Length: " + head.length() + "\r\n\r\n" + head);
            }
        });
    }

    private void keep(Path file) {
        proxy.options.set("sticky-cookie", "~all");
        proxy.options.set("sticky-cookie-keep", file.toString());
    }

    @Test
    void theyOutlastTheProcess() throws Exception {
        Path file = folder.resolve("cookies.txt");
        ScriptedOrigin origin = echo();
        keep(file);
        client().send(get(origin, "/")).response();
        await().until(() -> Files.exists(file) && Files.readString(file).contains("sid"));
        assertThat(Files.readAllLines(file))
                .startsWith("# Netscape HTTP Cookie File")
                .contains("127.0.0.1\tFALSE\t/\tFALSE\t0\trun\t2")
                .hasSize(3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        restartWith(this::settings, addons());
        keep(file);
        assertThat(client().send(get(origin, "/")).response().text()).contains("Cookie: sid=1; run=2\r\n");
    }

    @Test
    void whatWasLearntBeforeIsKeptInAFileThatIsNamedLater() throws Exception {
        Path file = folder.resolve("later");
        ScriptedOrigin origin = echo();
        proxy.options.set("sticky-cookie", "~all");
        client().send(get(origin, "/")).response();
        keep(file);
        await().until(() -> Files.exists(file));
        assertThat(file).content().contains("sid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"milk\n# eggs\n", "\u0089PNG\n"})
    void aFileOfSomethingElseIsRefused(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("notes"), content, ISO_8859_1);
        assertThatThrownBy(() -> new CookieFile(file).read()).hasMessageContaining("it is not");
        ScriptedOrigin origin = echo();
        keep(file);
        client().send(get(origin, "/")).response();
        Path other = folder.resolve("other");
        proxy.options.set("sticky-cookie-keep", other.toString());
        await().until(() -> Files.exists(other));
        assertThat(Files.readString(file, ISO_8859_1)).isEqualTo(content);
    }

    @Test
    void linesOfOtherProgramsAreRead() throws Exception {
        ScriptedOrigin origin = echo();
        Path file = Files.writeString(
                folder.resolve("jar"),
                "# Netscape HTTP Cookie File\n\n#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t4000000000\tjar\t1\n"
                        + "127.0.0.1\tFALSE\t/\tFALSE\t1000\told\t1\nnot a cookie\n.other.test\tTRUE\t/\tFALSE\t0\tx\t1\n");
        keep(file);
        assertThat(client().send(get(origin, "/")).response().text())
                .contains("Cookie: jar=1\r\n")
                .doesNotContain("old=1", "x=1");
        proxy.options.set("sticky-cookie", "~u .");
        assertThat(client().send(get(origin, "/")).response().text())
                .as("another filter keeps what was learnt")
                .contains("jar=1", "sid=1", "run=2");
    }
}

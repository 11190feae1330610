package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers from files, between a real client and files. */
class MapLocalTest extends ProxyTest {
    @TempDir
    Path folder;

    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Rules()};
    }

    @BeforeEach
    void files() throws Exception {
        origin = origin(connection -> {
            connection.readRequest();
            connection.send(OK);
        });
        Path site = Files.createDirectories(folder.resolve("site/sub"));
        Files.writeString(site.getParent().resolve("index.html"), "start");
        Files.writeString(site.resolve("index.html"), "below");
        Files.writeString(site.resolve("a b.txt"), "blank");
        Files.writeString(site.resolve("q_1.json"), "{}");
        Files.writeString(site.resolve("ten.bin"), "0123456789");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        set("#" + origin.authority() + "/s(?:/|$)#" + folder.resolve("site"));
    }

    private void set(String... texts) {
        proxy.options.set("map-local", proxy.options.require("map-local").join(List.of(texts)));
    }

    private String request(String method, String path, String... fields) {
        String more = String.join(
                "", List.of(fields).stream().map(field -> field + "\r\n").toList());
        return method + " http://" + origin.authority() + path + " HTTP/1.1\r\nHost: " + origin.authority() + "\r\n"
                + more + "\r\n";
    }

    private HttpAnswer got(String path, String... fields) throws Exception {
        return client().send(request("GET", path, fields)).response();
    }

    @ParameterizedTest
    @CsvSource({
        "/s, start, text/html; charset=utf-8",
        "/s/, start, text/html; charset=utf-8",
        "/s/sub, below, text/html; charset=utf-8",
        "/s/sub/?x=1, below, text/html; charset=utf-8",
        "/s/sub/a%20b.txt, blank, text/plain; charset=utf-8",
        "/s/sub/q%3F1.json, {}, application/json",
        "/s/sub/ten.bin?v=2, 0123456789, application/octet-stream"
    })
    void theRestOfTheUrlNamesTheFile(String path, String text, String type) throws Exception {
        HttpAnswer answer = got(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.field("Content-Type")).isEqualTo(type);
        assertThat(origin.sawAnything()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/s/../secret.txt",
                "/s/%2e%2e/secret.txt",
                "/s/sub/..%2f..%2fsecret.txt",
                "/s/sub%2f..%2f..%2fsecret.txt",
                "/s/%2e%2e%5csecret.txt",
                "/s//etc/passwd",
                "/s/%2fetc%2fpasswd",
                "/s/index.html%00.txt",
                "/s/link.txt",
                "/s/none.txt"
            })
    void nothingOutsideTheFolderIsServed(String path) throws Exception {
        Files.createSymbolicLink(folder.resolve("site/link.txt"), folder.resolve("secret.txt"));
        HttpAnswer answer = got(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("Steno: no file for this URL\n");
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void aLinkWithinTheFolderIsFollowed() throws Exception {
        Files.createSymbolicLink(folder.resolve("site/inside.txt"), folder.resolve("site/sub/ten.bin"));
        assertThat(got("/s/inside.txt").text()).isEqualTo("0123456789");
    }

    @Test
    void oneFileAndAGroup() throws Exception {
        set("|/one$|" + folder.resolve("secret.txt"), "|/g/(.*)/end|" + folder.resolve("site"));
        assertThat(got("/one").text()).isEqualTo("secret");
        assertThat(got("/g/sub/ten.bin/end").text()).isEqualTo("0123456789");
        assertThat(got("/else").text()).isEqualTo("ok");
    }

    @Test
    void theNextRequestGetsTheFileAsItIsThen() throws Exception {
        RawClient client = client();
        for (int i = 0; i < 1000; i++) {
            assertThat(client.send(request("GET", "/s/sub/ten.bin")).response().text())
                    .isEqualTo("0123456789");
        }
        Files.writeString(folder.resolve("site/sub/ten.bin"), "new");
        assertThat(client.send(request("GET", "/s/sub/ten.bin")).response().text())
                .isEqualTo("new");
    }

    @Test
    void headHasTheLengthAndNoBody() throws Exception {
        HttpAnswer answer = client().send(request("HEAD", "/s/sub/ten.bin")).responseToHead();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("Content-Length")).isEqualTo("10");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 206, 0123, bytes 0-3/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=8-99, 206, 89, bytes 8-9/10",
        "bytes=10-, 416, '', bytes */10",
        "'bytes=0-1,3-4', 200, 0123456789, ",
        "bytes=5-3, 200, 0123456789, ",
        "lines=1-2, 200, 0123456789, "
    })
    void partsOfAFile(String range, int status, String text, String part) throws Exception {
        HttpAnswer answer = got("/s/sub/ten.bin", "Range: " + range);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.field("Content-Range")).isEqualTo(part);
    }

    @Test
    void aCopyThatIsStillValid() throws Exception {
        HttpAnswer first = got("/s/sub/ten.bin");
        String tag = first.field("ETag");
        String date = first.field("Last-Modified");
        assertThat(got("/s/sub/ten.bin", "If-None-Match: \"x\", " + tag).status())
                .isEqualTo(304);
        assertThat(got("/s/sub/ten.bin", "If-Modified-Since: " + date).status()).isEqualTo(304);
        assertThat(got("/s/sub/ten.bin", "If-None-Match: \"x\"", "If-Modified-Since: " + date)
                        .status())
                .isEqualTo(200);
        assertThat(got("/s/sub/ten.bin", "Range: bytes=0-1", "If-Range: " + tag).text())
                .isEqualTo("01");
        assertThat(got("/s/sub/ten.bin", "Range: bytes=0-1", "If-Range: \"x\"").text())
                .isEqualTo("0123456789");
    }

    @Test
    void theCompressedFileBesideIt() throws Exception {
        Files.writeString(folder.resolve("site/sub/ten.bin.br"), "BR");
        Files.writeString(folder.resolve("site/sub/ten.bin.gz"), "GZ");
        HttpAnswer answer = got("/s/sub/ten.bin", "Accept-Encoding: gzip, br");
        assertThat(answer.text()).isEqualTo("BR");
        assertThat(answer.field("Content-Encoding")).isEqualTo("br");
        assertThat(answer.field("Vary")).isEqualTo("Accept-Encoding");
        assertThat(got("/s/sub/ten.bin", "Accept-Encoding: gzip, br;q=0").text())
                .isEqualTo("GZ");
        assertThat(got("/s/sub/ten.bin").text()).isEqualTo("0123456789");
    }

    @Test
    void aLargeFileIsStreamed() throws Exception {
        byte[] large = noise(20 << 20);
        Files.write(folder.resolve("site/large.bin"), large);
        HttpAnswer answer = got("/s/large.bin");
        assertThat(answer.field("Content-Length")).isEqualTo(String.valueOf(large.length));
        assertThat(answer.body()).isEqualTo(large);
        assertThat(got("/s/large.bin", "Range: bytes=-5").body())
                .isEqualTo(java.util.Arrays.copyOfRange(large, large.length - 5, large.length));
    }
}

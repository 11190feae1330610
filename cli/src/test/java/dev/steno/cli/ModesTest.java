package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several listeners in one process, and the messages about invalid ones. */
class ModesTest {
    @TempDir
    Path folder;

    private HttpServer origin;
    private String authority;

    @BeforeEach
    void startTheOrigin() throws IOException {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
        authority = "127.0.0.1:" + origin.getAddress().getPort();
    }

    @AfterEach
    void stopTheOrigin() {
        origin.stop(0);
    }

    @Test
    void severalListenersRecordToOneSessionAndEndTogether() throws Exception {
        Path session = folder.resolve("work.steno");
        List<Integer> ports = new ArrayList<>();
        try (StenoProcess steno = new StenoProcess(
                folder,
                "--session",
                session.toString(),
                "-m",
                "regular",
                "-m",
                "socks5@0",
                "-m",
                "reverse:http://" + authority + "/base@0")) {
            steno.port();
            await().until(() -> steno.err().contains("session "));
            Matcher said = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), (\\S+)")
                    .matcher(steno.err());
            List<String> modes = new ArrayList<>();
            while (said.find()) {
                ports.add(Integer.valueOf(said.group(1)));
                modes.add(said.group(2));
            }
            assertThat(modes).containsExactly("regular", "socks5", "reverse:http://" + authority + "/base");

            InetAddress here = InetAddress.getLoopbackAddress();
            assertThat(get(
                            "http://" + authority + "/1",
                            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(here, ports.get(0)))))
                    .isEqualTo("/1");
            assertThat(get(
                            "http://" + authority + "/2",
                            new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(here, ports.get(1)))))
                    .isEqualTo("/2");
            assertThat(get("http://127.0.0.1:" + ports.get(2) + "/3", Proxy.NO_PROXY))
                    .isEqualTo("/base/3");

            assertThat(steno.terminate()).isZero();
        }
        for (int port : ports) {
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
        }
        assertThat(Call.steno("ls", session).out())
                .contains("http://" + authority + "/1", "http://" + authority + "/2", "http://" + authority + "/base/3")
                .hasLineCount(3);
        assertThat(Call.steno("ls", session, "--json")
                        .out()
                        .lines()
                        .map(line -> line.replaceAll(".*\"mode\":\"(\\w+)\".*", "$1")))
                .containsExactly("regular", "socks5", "reverse");
        assertThat(Call.steno("ls", session, "--filter", "mode in (socks5, reverse)")
                        .out())
                .hasLineCount(2);
        assertThat(Call.steno("show", session, 1).out()).doesNotContain(", by ");
        assertThat(Call.steno("show", session, 2).out()).contains(", by socks5\n");
        assertThat(Call.steno("show", session, 3).out()).contains(", by reverse:http://" + authority + "/base\n");
    }

    private static String get(String url, Proxy proxy) throws IOException {
        URLConnection connection = URI.create(url).toURL().openConnection(proxy);
        connection.setReadTimeout(60_000);
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aModeThatIsWrongIsSaidToBeWhereItIs() {
        Call call = Call.steno("run", "--mode", "reverse:htp://example.org");

        assertThat(call.code()).isEqualTo(2);
        assertThat(call.err())
                .contains(
                        "\"reverse:htp://example.org\" at column 9 has a scheme that is none of http, https, http3, tcp, tls")
                .hasLineCount(1);
    }

    @Test
    void whereQuicHasNoNativeTheModeSaysSo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Map<String, String> nowhere =
                Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.native.workdir=" + file.resolve("natives"));
        try (StenoProcess steno = new StenoProcess(folder, nowhere, "-m", "reverse:http3://" + authority)) {
            assertThat(steno.exitCode()).isEqualTo(1);
            assertThat(steno.err()).contains("HTTP/3 needs QUIC", "Use reverse:https instead");
        }
    }

    @Test
    void aPortOfHttp3IsNoneOfTcp() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StenoProcess steno =
                        new StenoProcess(folder, "-m", "reverse:http3://" + authority + "@" + taken.getLocalPort())) {
            assertThat(steno.port()).isEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void twoListenersAtOnePlaceAreRefused() {
        Call call = Call.steno("run", "-m", "regular", "-m", "upstream:http://proxy:3128", "--home", folder);

        assertThat(call.code()).isEqualTo(2);
        assertThat(call.err())
                .contains("upstream:http://proxy:3128 at 127.0.0.1:8080 and regular at 127.0.0.1:8080")
                .contains("--mode upstream:http://proxy:3128/@8081")
                .hasLineCount(1);
    }

    @Test
    void passwordsAreInNoListing() throws IOException {
        Files.writeString(folder.resolve("config.toml"), "proxy-auth = 'bob:hush'\n");
        Call call = Call.steno("options", "--home", folder, "-m", "upstream:http://ann:tell-no-one@proxy:3128");

        assertThat(call.code()).isZero();
        assertThat(call.out() + call.err())
                .contains("upstream:http://ann:(withheld)@proxy:3128", "(secret)")
                .doesNotContain("tell-no-one", "hush");
    }

    @Test
    void usersThatCannotBeReadEndTheStart() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "# none\nann:plain\n");

        assertThat(run("@" + users)).contains("line 2 is not user:hash").doesNotContain("plain");
        assertThat(run("@" + folder.resolve("missing"))).contains("missing: no such file");
        assertThat(run("tell-no-one"))
                .contains("must be user:password, @FILE or any")
                .doesNotContain("tell-no-one");
    }

    @Test
    void credentialsForTheNextProxyThatCannotBeSentEndTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("next"), "tell\nno-one:x\n");
        String next = "upstream:http://proxy.example:3128/";

        assertThat(auth(next, "tell-no-one"))
                .contains("--upstream-auth must be user:password, 'Bearer TOKEN' or @FILE")
                .doesNotContain("tell-no-one");
        assertThat(auth(next, "@" + file)).contains("next must be one line").doesNotContain("tell");
        assertThat(auth(next, "@" + folder.resolve("missing"))).contains("missing: no such file");
        assertThat(auth(next, "Bearer tell no one"))
                .contains("the token has a character")
                .doesNotContain("tell");
        assertThat(auth("upstream:socks5://proxy.example:1080", "Bearer tell"))
                .contains("takes user:password")
                .doesNotContain("tell");
        assertThat(auth("regular", "ann:tell")).contains("has no effect").doesNotContain("tell");
    }

    private String auth(String mode, String credentials) {
        Call call =
                Call.steno("run", "--home", folder, "--listen", "0", "--mode", mode, "--upstream-auth", credentials);
        assertThat(call.code()).isEqualTo(2);
        return call.err();
    }

    @Test
    void credentialsForTheServerAreReadFromAFileAndShownNowhere() throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        origin.createContext("/auth", exchange -> {
            sent.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        Path file = Files.writeString(folder.resolve("next"), "ann:tell-no-one\n");
        Path session = folder.resolve("auth.steno");
        try (StenoProcess steno = new StenoProcess(
                folder,
                "--session",
                session.toString(),
                "-m",
                "reverse:http://" + authority + "@0",
                "--upstream-auth",
                "@" + file,
                "-v")) {
            URLConnection asked = URI.create("http://127.0.0.1:" + steno.port() + "/auth")
                    .toURL()
                    .openConnection();
            assertThat(((HttpURLConnection) asked).getResponseCode()).isEqualTo(204);
            assertThat(sent).containsExactly("Basic YW5uOnRlbGwtbm8tb25l");
            steno.stop();
            assertThat(steno.err() + steno.out()).doesNotContain("tell-no-one", "YW5uOnRlbGwtbm8tb25l");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.filter(Files::isRegularFile)
                    .filter(one -> !one.equals(file))
                    .toList()) {
                assertThat(Files.readString(one, StandardCharsets.ISO_8859_1))
                        .as(one.toString())
                        .doesNotContain("tell-no-one", "YW5uOnRlbGwtbm8tb25l");
            }
        }
    }

    private String run(String users) {
        Call call = Call.steno("run", "--home", folder, "--listen", "0", "--proxy-auth", users);
        assertThat(call.code()).isEqualTo(2);
        return call.err();
    }
}

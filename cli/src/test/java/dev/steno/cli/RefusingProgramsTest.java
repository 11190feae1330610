package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.TestCa;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs that are called without Steno's CA first. One Steno for all: a server of its own keeps each call apart from
 * the others, except that programs of one TLS library have the same look. So those that keep refusing come first.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RefusingProgramsTest {
    @TempDir
    static Path folder;

    private static TestCa originCa;
    private static Path session;
    private static StenoProcess steno;

    private ScriptedOrigin origin;

    /** A program. In its words, PROXY, CA and URL stand for the proxy, the file of the CA to trust, and the server. */
    enum Client {
        CURL("curl", "-sS", "-x", "PROXY", "--cacert", "CA", "URL"),
        WGET("wget", "-q", "-t", "1", "-O", "-", "-e", "https_proxy=PROXY", "--ca-certificate=CA", "URL"),
        GIT("git", "-c", "http.proxy=PROXY", "ls-remote", "URL"),
        PYTHON("python3", "-c", """
                import ssl, sys, urllib.request as u
                proxy, ca, url = sys.argv[1:]
                tls = u.HTTPSHandler(context=ssl.create_default_context(cafile=ca))
                print(u.build_opener(u.ProxyHandler({'https': proxy}), tls).open(url).read())
                """, "PROXY", "CA", "URL"),
        NODE("node", "-e", """
                const [proxy, ca, url] = process.argv.slice(1).map(word => word.startsWith('http') ? new URL(word) : word);
                require('http').request({host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: url.host})
                  .on('connect', (response, socket) => {
                    const options = {socket, host: url.hostname, ca: require('fs').readFileSync(ca)};
                    const tls = require('tls').connect(options, () => {
                      tls.pipe(process.stdout);
                      tls.write(`GET ${url.pathname} HTTP/1.1\\r\\nHost: ${url.host}\\r\\nConnection: close\\r\\n\\r\\n`);
                    });
                  }).end();
                """, "PROXY", "CA", "URL"),
        /** The JDK's HttpClient, in the process of this test. */
        JAVA;

        private final List<String> words;

        Client(String... words) {
            this.words = Arrays.asList(words);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        originCa = new TestCa(folder.resolve("origin"));
        session = folder.resolve("x.steno");
        steno = new StenoProcess(
                folder,
                "-s",
                session.toString(),
                "--upstream-ca",
                originCa.file().toString(),
                "--auto-pass-through-after",
                "0s");
        steno.port();
    }

    @AfterAll
    static void stop() throws Exception {
        try (StenoProcess one = steno) {
            one.stop();
        }
    }

    @BeforeEach
    void startTheOrigin() throws Exception {
        origin = ScriptedOrigin.tls(originCa.server("127.0.0.1"), connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\nfrom origin");
        });
    }

    @AfterEach
    void stopTheOrigin() throws Exception {
        origin.close();
    }

    /** One program for each way to refuse: an alert, an end during the handshake, an end right after it. */
    @ParameterizedTest
    @EnumSource(names = {"CURL", "NODE", "JAVA", "WGET"})
    @Order(1)
    void itPassesUnreadAfterThreeRefusals(Client client) throws Exception {
        for (int i = 1; i <= 3; i++) {
            refuse(client, i);
        }
        await().untilAsserted(() -> assertThat(steno.err())
                .as("a hint for each program, however soon after another's")
                .contains(" for " + origin.authority() + ", so the connection failed: "));
        String answer = call(client, originCa.file());
        assertThat(answer).contains("from origin");
        await().untilAsserted(() -> assertThat(listed("~unread"))
                .as(steno.err())
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("\tunread\t")));
        assertThat(steno.out()).contains(origin.authority() + " unread ");
        assertThat(listed("status = 200")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void theCorrectCallAfterARefusalIsRead(Client client) throws Exception {
        refuse(client, 1);
        String answer = call(client, steno.ca());
        await().untilAsserted(() -> assertThat(listed("status = 200"))
                .as(answer + steno.err())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("\tGET\t200\t", url())));
        assertThat(listed("~unread")).isEmpty();
        // programs that do not name themselves share a hint if they refuse within three seconds
        assertThat(steno.err())
                .contains(
                        switch (client) {
                            case CURL -> "give curl --cacert " + steno.ca();
                            case WGET -> "give wget --ca-certificate=" + steno.ca();
                            case GIT -> "set GIT_SSL_CAINFO=" + steno.ca();
                            case PYTHON -> "other programs SSL_CERT_FILE=" + steno.ca();
                            case NODE -> "Node.js takes NODE_EXTRA_CA_CERTS=" + steno.ca();
                            case JAVA -> "-alias steno -file " + steno.ca();
                        });
    }

    /** Calls it without Steno's CA, and waits until that is recorded as the nth failure. */
    private void refuse(Client client, int n) throws Exception {
        String answer = call(client, originCa.file());
        assertThat(answer).doesNotContain("from origin");
        await().untilAsserted(
                        () -> assertThat(listed("~e")).as(answer + steno.err()).hasSize(n));
    }

    private List<String> listed(String filter) {
        return Call.steno("ls", session, "--filter", "url ~ '" + origin.authority() + "' & " + filter)
                .out()
                .lines()
                .toList();
    }

    private String url() {
        return "https://" + origin.authority() + "/x";
    }

    /** Returns what the program prints, and its exit code. */
    private String call(Client client, Path ca) throws Exception {
        String proxy = "http://127.0.0.1:" + steno.port();
        if (client == Client.JAVA) {
            return java(ca, url());
        }
        Object[] words = client.words.stream()
                .skip(1)
                .map(word -> word.length() > 40
                        ? word
                        : word.replace("PROXY", proxy)
                                .replace("CA", ca.toString())
                                .replace("URL", url()))
                .toArray();
        Program.Outcome outcome =
                Program.need(client.words.get(0)).callWith(Map.of("GIT_SSL_CAINFO", ca.toString()), words);
        return outcome.said() + "(exit code " + outcome.code() + ")";
    }

    private static String java(Path ca, String url) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", steno.port())))
                .sslContext(TestCa.trusting(ca))
                .build();
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        }
    }
}

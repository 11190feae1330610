package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.InFull;
import dev.steno.testing.http1.Head;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import dev.steno.testing.tls.TestCa;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Third-party clients and a third-party server: curl, Chromium and nginx. The session contains exactly the bytes
 * transferred.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BrowsingIT {
    private static final String NAME = "pages.test";

    @TempDir
    Path folder;

    private Site site;
    private Identity identity;
    private Path session;

    @BeforeEach
    void makeASite() throws IOException {
        site = Site.make(folder.resolve("site"));
        assertThat(site.assets()).hasSizeGreaterThanOrEqualTo(60);
        identity = Identity.make(folder.resolve("origin"), NAME);
        session = folder.resolve("work.steno");
    }

    @Test
    void whatCurlFetchesIsInTheSessionToTheByte() throws Exception {
        Program curl = Program.need("curl");
        try (Nginx nginx = Nginx.start(folder.resolve("nginx"), site, identity);
                StenoProcess steno = record()) {
            Path arguments = folder.resolve("curl.conf");
            Map<String, Path> fetched = curlArguments(nginx.port(), arguments);
            Program.Outcome outcome = curl.call(
                    "-sv",
                    "--http1.1",
                    "--proxy",
                    "http://127.0.0.1:" + steno.port(),
                    "--cacert",
                    steno.ca(),
                    "-K",
                    arguments);
            assertThat(outcome.code()).as(outcome.err()).isZero();
            for (Map.Entry<String, Path> each : fetched.entrySet()) {
                assertThat(each.getValue()).as(each.getKey()).hasBinaryContent(site.content(each.getKey()));
            }
            steno.stop();

            List<HttpFlow> flows = resumed();
            assertThat(flows).hasSize(fetched.size());
            List<Head> spoken = spoken(outcome.err());
            assertThat(flows.stream().map(flow -> head(flow.request())).toList())
                    .as("requests, as curl sent them")
                    .isEqualTo(spoken.stream()
                            .filter(head -> !head.start().startsWith("HTTP/"))
                            .toList());
            assertThat(flows.stream()
                            .map(flow -> head(flow.response()).endToEnd())
                            .toList())
                    .as("responses, as curl received them")
                    .isEqualTo(spoken.stream()
                            .filter(head -> head.start().startsWith("HTTP/"))
                            .map(Head::endToEnd)
                            .toList());
            assertThat(flows.stream().map(flow -> head(flow.response()).value("Content-Encoding")))
                    .contains("gzip");
            check(flows, nginx);
        }
    }

    @Test
    @InFull("chromiumSpeaksHttp2WhereItsServerDoes; VersionPairsTest")
    void whatChromiumLoadsIsInTheSessionToTheByte() throws Exception {
        try (Nginx nginx = Nginx.start(folder.resolve("nginx"), site, identity);
                StenoProcess steno = record("--http2-always")) {
            check(browsed(steno, nginx, "HTTP/2.0"), nginx);
        }
    }

    @Test
    @InFull("chromiumSpeaksHttp2WhereItsServerDoes; VersionPairsTest")
    void chromiumSpeaksHttp1WhereItsServerSpeaksNothingElse() throws Exception {
        try (Nginx nginx = Nginx.start(folder.resolve("nginx"), site, identity);
                StenoProcess steno = record()) {
            check(browsed(steno, nginx, "HTTP/1.1"), nginx);
        }
    }

    @Test
    void chromiumSpeaksHttp2WhereItsServerDoes() throws Exception {
        try (Nginx nginx = Nginx.startHttp2(folder.resolve("nginx"), site, identity);
                StenoProcess steno = record()) {
            List<HttpFlow> flows = browsed(steno, nginx, "HTTP/2.0");
            assertThat(flows).allSatisfy(flow -> {
                assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
                assertThat(Objects.requireNonNull(flow.response()).version()).isEqualTo("HTTP/2.0");
            });
            assertThat(flows.stream()
                            .map(flow -> Objects.requireNonNull(flow.server()).connection())
                            .distinct())
                    .as("server connections used for the browser's connection")
                    .hasSameSizeAs(flows.stream()
                            .map(flow -> flow.client().connection())
                            .distinct()
                            .toList());
        }
    }

    /**
     * Makes Chromium load the page with all assets. The record equals what the browser received, in one version of
     * HTTP.
     */
    private List<HttpFlow> browsed(StenoProcess steno, Nginx nginx, String version) throws Exception {
        Program.need("chromium");
        Program.need("certutil");
        String origin = "https://" + NAME + ":" + nginx.port();
        try (Chromium chromium = Chromium.open(folder, steno.port(), steno.ca(), origin + site.page())) {
            assertThat(chromium).isNotNull();
            Awaitility.await().until(() -> steno.out().contains("POST " + origin + "/done 204"));
        }
        steno.stop();
        List<HttpFlow> flows = resumed();
        assertThat(flows.stream().map(flow -> flow.request().path()))
                .containsAll(site.assets().keySet())
                .contains(site.page());
        assertThat(flows.stream().map(flow -> flow.request().version()))
                .as("the protocol negotiated between browser and proxy")
                .containsOnly(version);
        checkWhatTheBrowserHad(flows);
        return flows;
    }

    @Test
    void whatChromiumLoadsOverHttp3IsInTheSessionToTheByte() throws Exception {
        Program.need("chromium");
        Program.need("certutil");
        try (Nginx nginx = Nginx.start(folder.resolve("nginx"), site, identity);
                StenoProcess steno = record("--mode", "reverse:http3://" + NAME + ":" + nginx.port())) {
            try (Chromium chromium = Chromium.openOverHttp3(folder, steno.ca(), NAME, steno.port(), site.page())) {
                assertThat(chromium).isNotNull();
                Awaitility.await()
                        .until(() -> steno.out().contains("POST https://" + NAME + ":" + nginx.port() + "/done 204"));
            }
            steno.stop();

            List<HttpFlow> flows = resumed();
            assertThat(flows.stream().map(flow -> flow.request().path()))
                    .containsAll(site.assets().keySet())
                    .contains(site.page());
            assertThat(flows.stream().map(flow -> flow.request().version())).containsOnly("HTTP/3");
            checkWhatTheBrowserHad(flows);
            check(flows, nginx);
        }
    }

    @Test
    void bytesOfNoEncodingAreInTheSessionAsTheyPassed() throws Exception {
        try (Nginx nginx = Nginx.start(folder.resolve("nginx"), site, identity);
                StenoProcess steno = record();
                Client client = Client.tunnel(steno.port(), NAME, nginx.port(), TestCa.trusting(steno.ca()))) {
            Head request = new Head(
                    "GET " + Site.LATIN_RAW + " HTTP/1.1",
                    List.of("hOST: " + NAME + ":" + nginx.port(), "X-Latin: \u0080 \u00e9 \u00ff"));
            assertThat(client.send(request).answer()).isEqualTo(site.content(Site.LATIN_RAW));
            steno.stop();

            List<HttpFlow> flows = resumed();
            assertThat(flows.stream().map(flow -> head(flow.request()))).containsExactly(request);
            check(flows, nginx);
        }
    }

    /** Starts the product. Its resolver knows only this machine, so no request leaves it. */
    private StenoProcess record(String... more) throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + NAME + " localhost\n");
        List<Object> options = new ArrayList<>(List.of("--upstream-ca", identity.ca()));
        options.addAll(List.of(more));
        return StenoProcess.recordIn("-Djdk.net.hosts.file=" + hosts, session, options.toArray());
    }

    /**
     * Writes a curl configuration that requests the page and each asset, with unusual headers. Returns the output file
     * per target.
     */
    private Map<String, Path> curlArguments(int port, Path file) throws IOException {
        List<String> targets = new ArrayList<>(List.of(site.page()));
        targets.addAll(site.assets().keySet());
        Map<String, Path> fetched = new HashMap<>();
        StringBuilder text = new StringBuilder("""
                compressed
                path-as-is
                header = "x-lower: one,  two"
                header = "X-UPPER: caf\u00e9 \u00ff \\"quoted\\""
                header = "x-Lower: again"
                header = "X-Empty;"
                """);
        for (String target : targets) {
            Path to = folder.resolve("curl-" + fetched.size());
            fetched.put(target, to);
            text.append("url = \"https://%s:%d%s\"\noutput = \"%s\"\n".formatted(NAME, port, target, to));
        }
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        return fetched;
    }

    /** The heads that curl logged as sent and received, within the tunnel. */
    private static List<Head> spoken(String log) {
        List<Head> heads = new ArrayList<>();
        Head open = null;
        for (String line : log.lines().toList()) {
            boolean head = line.startsWith("> ") || line.startsWith("< ");
            if (!head) {
                continue;
            }
            String text = line.substring(2);
            if (text.isBlank()) {
                open = null;
            } else if (open == null) {
                open = new Head(text, new ArrayList<>());
                heads.add(open);
            } else {
                open.fields().add(Head.field(text));
            }
        }
        assertThat(heads.get(0).start()).as("one tunnel for all").startsWith("CONNECT ");
        heads.subList(0, 2).clear();
        return heads;
    }

    /**
     * Starts the product again on the session, checks the message about resuming, and reads all flows to the test's
     * server.
     */
    private List<HttpFlow> resumed() throws Exception {
        try (StenoProcess steno = record()) {
            assertThat(steno.err()).contains(": resumed, ").doesNotContain("interrupted");
            steno.stop();
        }
        List<HttpFlow> flows = new ArrayList<>();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            for (Flow flow : reader.page(Place.START, Integer.MAX_VALUE, false)) {
                if (flow instanceof HttpFlow http && http.request().host().equals(NAME)) {
                    flows.add(http);
                }
            }
        }
        return flows;
    }

    /**
     * Compares flows with the requests that the server received, with its files, and with its responses without a
     * proxy.
     */
    private void check(List<HttpFlow> flows, Nginx nginx) throws Exception {
        assertThat(flows.stream()
                        .map(flow -> head(flow.request()).endToEnd().toString())
                        .toList())
                .as("requests, as the server received them")
                .containsExactlyInAnyOrderElementsOf(
                        nginx.received().stream().map(Head::toString).toList());
        SSLContext trust = TestCa.trusting(identity.ca());
        try (SessionReader reader = SqliteSessionReader.open(session);
                Client direct = Client.secure(nginx.port(), NAME, trust)) {
            long bytes = 0;
            for (HttpFlow flow : flows) {
                check(flow, reader, direct);
                bytes += Objects.requireNonNull(flow.response()).body().size();
            }
            System.out.printf(
                    "%d flows, %d bytes of body: equal to the byte, and every header as sent%n", flows.size(), bytes);
        }
    }

    private void check(HttpFlow flow, SessionReader reader, Client direct) throws Exception {
        String target = flow.request().path();
        HttpResponse response = Objects.requireNonNull(flow.response());
        assertThat(flow.state()).as(target).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.error()).as(target).isNull();
        byte[] body = reader.body(response.body()).readAllBytes();

        direct.send(head(flow.request()));
        direct.out().write(reader.body(flow.request().body()).readAllBytes());
        direct.out().flush();
        Head answer = direct.head();
        assertThat(head(response).timeless()).as(target).isEqualTo(answer.timeless());
        assertThat(body).as(target).isEqualTo(direct.body(answer).readAllBytes());

        if (response.status() == 200) {
            boolean gzip = answer.value("Content-Encoding").equals("gzip");
            assertThat(gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body)
                    .as(target)
                    .isEqualTo(site.content(target));
        }
    }

    /**
     * Checks the page's report of what the browser received, which was posted through the proxy and recorded as well.
     */
    private void checkWhatTheBrowserHad(List<HttpFlow> flows) throws Exception {
        HttpFlow done = flows.stream()
                .filter(flow -> flow.request().path().equals("/done"))
                .findFirst()
                .orElseThrow();
        Program.Outcome shown = StenoProcess.call("show", session, done.id(), "--request", "--raw");
        assertThat(shown.code()).as(shown.err()).isZero();
        List<String> expected = new ArrayList<>();
        for (String target : site.assets().keySet()) {
            expected.add("200 " + Bytes.sha256(site.content(target)) + " " + target);
        }
        assertThat(shown.text().lines()).containsExactlyElementsOf(expected);
        HttpFlow large = flows.stream()
                .filter(flow -> flow.request().path().equals("/large.bin"))
                .findFirst()
                .orElseThrow();
        assertThat(Objects.requireNonNull(large.response()).body()).isInstanceOf(Body.Stored.class);
        assertThat(StenoProcess.call("show", session, large.id(), "--raw").out())
                .isEqualTo(site.content("/large.bin"));
    }

    /**
     * A request as an HTTP/1 server receives it: with the pseudo-header fields of later versions as request line and
     * Host.
     */
    private static Head head(HttpRequest request) {
        List<String> fields = fields(request.headers().without(name -> name.startsWith(":")));
        String version = request.version();
        if (version.equals("HTTP/2.0") || version.equals("HTTP/3")) {
            version = "HTTP/1.1";
            fields.add(0, "Host: " + request.headers().get(":authority"));
        }
        return new Head(request.method() + " " + request.path() + " " + version, fields);
    }

    private static Head head(HttpResponse response) {
        return new Head(
                response.version() + " " + response.status() + " " + response.reason(), fields(response.headers()));
    }

    private static List<String> fields(Headers headers) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            fields.add(Head.field(headers.name(i) + ": " + headers.value(i)));
        }
        return fields;
    }
}

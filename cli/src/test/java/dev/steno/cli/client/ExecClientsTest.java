package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import dev.steno.testing.Checkout;
import dev.steno.testing.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The matrix of clients: each program within {@code steno exec} reaches an HTTPS server on loopback whose CA only Steno
 * knows, without any flag for a proxy or a certificate, and the request is recorded as read.
 */
class ExecClientsTest {
    /** Debian's own, for which packages of libraries exist. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final Path NODE_PACKAGES = Checkout.file("cli/src/test/node/node_modules");

    @TempDir
    Path folder;

    /** A client. In its words, URL, AUTHORITY and PROBE stand for the server and for a Java program. */
    enum Client {
        CURL("curl", "-sS", "-f", "URL"),
        WGET("wget", "-q", "-O", "-", "URL"),
        GIT("git", "ls-remote", "URL"),
        PYTHON_URLLIB(PYTHON, "-c", "import urllib.request as u, sys; print(u.urlopen(sys.argv[1]).read())", "URL"),
        PYTHON_REQUESTS(PYTHON, "-c", "import requests, sys; print(requests.get(sys.argv[1]).text)", "URL"),
        PYTHON_HTTPX(PYTHON, "-c", "import httpx, sys; print(httpx.get(sys.argv[1]).text)", "URL"),
        NODE_HTTPS("node", "-e", "require('https').get(process.argv[1], r => r.pipe(process.stdout))", "URL"),
        NODE_AGENT("node", "-e", """
                const agent = new (require('https').Agent)({keepAlive: true});
                require('https').get(process.argv[1], {agent}, r => r.on('end', () => agent.destroy()).resume());
                """, "URL"),
        NODE_MODULE("node", "--input-type=module", "-e", """
                import { get } from 'node:https';
                get(process.argv[1], r => r.pipe(process.stdout));
                """, "URL"),
        NODE_FETCH("node", "-e", "fetch(process.argv[1]).then(r => r.text()).then(console.log)", "URL"),
        NODE_UNDICI("node", "-e", "require('undici').request(process.argv[1]).then(r => r.body.text())", "URL"),
        NODE_FETCH_THEN_UNDICI("node", "-e", """
                const undici = require('undici');
                fetch(process.argv[1]).then(r => r.text()).then(() => undici.fetch(process.argv[1])).then(r => r.text())
                """, "URL"),
        NODE_AXIOS("node", "-e", "require('axios').get(process.argv[1]).then(r => console.log(r.data))", "URL"),
        NPM("npm", "ping", "--registry", "URL"),
        JAVA(Program.java().file().toString(), "PROBE", "URL"),
        PERL("perl", "-MHTTP::Tiny", "-e", "print HTTP::Tiny->new(verify_SSL => 1)->get($ARGV[0])->{content}", "URL"),
        OPENSSL("sh", "-c", """
                printf 'GET /openssl HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' "$1" |
                openssl s_client -quiet -verify_return_error -CAfile "$SSL_CERT_FILE" -proxy "${https_proxy#http://}" \\
                  -connect "$1" -servername localhost
                """, "sh", "AUTHORITY");

        private final List<String> words;

        Client(String... words) {
            this.words = Arrays.asList(words);
        }
    }

    @ParameterizedTest
    @EnumSource
    void itReachesTheServerAndIsRead(Client client) throws Exception {
        Program program = program(client);
        Path session = folder.resolve("x.steno");
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"))) {
            StenoCall steno = new StenoCall(folder).with("NODE_PATH", NODE_PACKAGES);
            String url = origin.url("/" + client.name().toLowerCase(Locale.ROOT));
            List<Object> words = new ArrayList<>(
                    List.of("exec", "--session", session, "--upstream-ca", origin.ca(), "--", program.file()));
            for (String word : client.words.subList(1, client.words.size())) {
                words.add(
                        switch (word) {
                            case "URL" -> url;
                            case "AUTHORITY" -> origin.authority();
                            case "PROBE" -> probe();
                            default -> word;
                        });
            }
            Program.Outcome outcome = steno.run(words.toArray());
            assertThat(answered(session)).as(outcome.said()).anyMatch(each -> each.startsWith(url));
        }
    }

    /** The URLs of the recorded requests that were answered with 200. */
    private static List<String> answered(Path session) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            return reader.page(SessionReader.START, 100, false).stream()
                    .filter(HttpFlow.class::isInstance)
                    .map(HttpFlow.class::cast)
                    .filter(flow -> flow.response() != null && flow.response().status() == 200)
                    .map(flow -> flow.request().url())
                    .toList();
        }
    }

    /** The client's program; skips the test with the reason if it or its library is not installed. */
    private static Program program(Client client) {
        String name = client.words.get(0);
        Program program = name.startsWith("/") ? new Program(Path.of(name)) : Program.need(name);
        String library = client.name().replaceFirst(".*_", "").toLowerCase(Locale.ROOT);
        boolean has = Files.isExecutable(program.file())
                && switch (client) {
                    case PYTHON_REQUESTS, PYTHON_HTTPX ->
                        program.call("-c", "import " + library).code() == 0;
                    case NODE_UNDICI, NODE_FETCH_THEN_UNDICI, NODE_AXIOS ->
                        Files.exists(NODE_PACKAGES.resolve(library));
                    case PERL -> program.call("-MIO::Socket::SSL", "-e", "1").code() == 0;
                    default -> true;
                };
        if (!has) {
            System.out.println("skipped: " + client + " is not installed here; .ci/run installs it");
        }
        assumeTrue(has, client + " is not installed");
        return program;
    }

    /** A program of one file, which java compiles and runs. */
    private Path probe() throws Exception {
        return Files.writeString(folder.resolve("Probe.java"), """
                import java.net.URI;
                import java.net.http.*;
                class Probe {
                    public static void main(String[] args) throws Exception {
                        HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).build();
                        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
                    }
                }
                """);
    }
}

package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.Checkout;
import dev.steno.testing.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The matrix of clients: each program within {@code steno exec} reaches an HTTPS server on loopback whose CA only Steno
 * knows, without any flag for a proxy or a certificate, and the request is recorded as read. One {@code steno exec}
 * starts a shell, which starts all programs; each requests a path of its own.
 */
class ExecClientsTest {
    /** Debian's own, for which packages of libraries exist. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final Path NODE_PACKAGES = Checkout.file("cli/src/test/node/node_modules");

    /** What the system's resolver need not know: Steno resolves it to loopback. */
    private static final String NAMED = "app.localhost";

    @TempDir
    static Path folder;

    /** Why a client is not tried. */
    private static final Map<Client, String> SKIPPED = new EnumMap<>(Client.class);

    private static HttpsOrigin origin;
    private static List<String> answered;
    private static String said;

    /**
     * A client. In its words, URL, NAMED_URL, AUTHORITY, JAVA_PROBE and GO_PROBE stand for the server, the server by a
     * name that is not {@code localhost}, and for programs of the test.
     */
    enum Client {
        CURL("curl", "-sS", "-f", "URL"),
        WGET("wget", "-q", "-O", "-", "URL"),
        GIT("git", "ls-remote", "URL"),
        PYTHON_URLLIB(PYTHON, "-c", "import urllib.request as u, sys; print(u.urlopen(sys.argv[1]).read())", "URL"),
        PYTHON_REQUESTS(PYTHON, "-c", "import requests, sys; print(requests.get(sys.argv[1]).text)", "URL"),
        PYTHON_HTTPX(PYTHON, "-c", "import httpx, sys; print(httpx.get(sys.argv[1]).text)", "URL"),
        PYTHON_AIOHTTP(PYTHON, "-c", """
                import aiohttp, asyncio, sys
                async def main():
                    async with aiohttp.ClientSession(trust_env=True) as session, session.get(sys.argv[1]) as response:
                        print(await response.text())
                asyncio.run(main())
                """, "URL"),
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
        JAVA(Program.java().file().toString(), "JAVA_PROBE", "URL"),
        /** Never sends the name localhost or an address of loopback to a proxy. */
        GO("GO_PROBE", "NAMED_URL"),
        /** Sends what its resolver finds on loopback to no proxy. */
        RUBY("ruby", "-rnet/http", "-e", "print Net::HTTP.get(URI(ARGV[0]))", "NAMED_URL"),
        PHP_CURL("php", "-r", "echo curl_exec(curl_init($argv[1]));", "--", "URL"),
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

    @BeforeAll
    static void callAll() throws Exception {
        Path session = folder.resolve("x.steno");
        origin = new HttpsOrigin(folder.resolve("origin"), NAMED);
        StringBuilder script = new StringBuilder();
        for (Client client : Client.values()) {
            script.append(line(client));
        }
        Path calls = Files.writeString(folder.resolve("calls.sh"), script);
        StenoCall steno = new StenoCall(folder).with("NODE_PATH", NODE_PACKAGES);
        said = steno.run("exec", "--session", session, "--upstream-ca", origin.ca(), "--", "sh", calls)
                .said();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            answered = reader.page(Place.START, 100, false).stream()
                    .filter(HttpFlow.class::isInstance)
                    .map(HttpFlow.class::cast)
                    .filter(flow -> flow.response() != null && flow.response().status() == 200)
                    .map(flow -> flow.request().url())
                    .toList();
        }
    }

    @AfterAll
    static void closeTheServer() {
        origin.close();
    }

    @ParameterizedTest
    @EnumSource
    void itReachesTheServerAndIsRead(Client client) {
        String why = SKIPPED.get(client);
        if (why != null) {
            System.out.println("skipped: " + client + ": " + why);
        }
        assumeTrue(why == null, client + ": " + why);
        assertThat(answered).as(said).anyMatch(url -> url.matches("https://[^/]*" + path(client) + "(/.*|$)"));
    }

    private static String path(Client client) {
        return "/" + client.name().toLowerCase(Locale.ROOT);
    }

    /** The shell's line that calls a client; empty if it is not installed. */
    private static String line(Client client) throws Exception {
        StringBuilder line = new StringBuilder("echo " + client + " >&2;");
        for (String word : client.words) {
            String value = switch (word) {
                case "URL" -> origin.url(path(client));
                case "NAMED_URL" -> "https://" + origin.authority().replace("localhost", NAMED) + path(client);
                case "AUTHORITY" -> origin.authority();
                case "JAVA_PROBE" -> javaProbe().toString();
                case "GO_PROBE" -> goProbe();
                default -> word;
            };
            line.append(" '").append(value.replace("'", "'\\''")).append('\'');
        }
        String why = missing(client);
        if (why != null) {
            SKIPPED.put(client, why);
            return "";
        }
        return line.append(" </dev/null\n").toString();
    }

    /** Why a client cannot be tried; null if it can. */
    private static @Nullable String missing(Client client) {
        String name = client.words.get(0);
        String library = client.name().replaceFirst(".*_", "").toLowerCase(Locale.ROOT);
        if (client == Client.GO) {
            return goProbe().isEmpty() ? "go is not installed, which .ci/run leaves to you" : null;
        }
        Optional<Program> program = name.startsWith("/") ? Optional.of(new Program(Path.of(name))) : Program.find(name);
        if (program.isEmpty() || !Files.isExecutable(program.get().file())) {
            return name + " is not installed; .ci/run installs it";
        }
        boolean has = switch (client) {
            case PYTHON_REQUESTS, PYTHON_HTTPX, PYTHON_AIOHTTP ->
                program.get().call("-c", "import " + library).code() == 0;
            case NODE_UNDICI, NODE_FETCH_THEN_UNDICI, NODE_AXIOS -> Files.exists(NODE_PACKAGES.resolve(library));
            case PERL -> program.get().call("-MIO::Socket::SSL", "-e", "1").code() == 0;
            case PHP_CURL -> program.get().call("-r", "curl_version();").code() == 0;
            default -> true;
        };
        return has ? null : name + " lacks " + library + "; .ci/run installs it";
    }

    /** A program of one file, which java compiles and runs. */
    private static Path javaProbe() throws Exception {
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

    /** A program that go has compiled from one file without any network; empty if go is not installed. */
    private static String goProbe() {
        Path program = folder.resolve("go-probe");
        Optional<Program> go = Program.find("go");
        if (go.isEmpty() || Files.exists(program)) {
            return go.isEmpty() ? "" : program.toString();
        }
        try {
            Path source = Files.writeString(folder.resolve("probe.go"), """
                    package main

                    import (
                        "fmt"
                        "io"
                        "net/http"
                        "os"
                    )

                    func main() {
                        response, err := http.Get(os.Args[1])
                        if err != nil {
                            fmt.Fprintln(os.Stderr, err)
                            os.Exit(1)
                        }
                        io.Copy(os.Stdout, response.Body)
                    }
                    """);
            Map<String, String> offline =
                    Map.of("GO111MODULE", "off", "GOPROXY", "off", "GOCACHE", folder + "/go-cache");
            Program.Outcome outcome = go.get().callWith(offline, "build", "-o", program, source);
            assertThat(outcome.code()).as(outcome.said()).isZero();
            return program.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

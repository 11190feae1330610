package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/protocols.md} names tests that exist and that use the programs of their row. */
class ProtocolsPageTest {
    private static final Pattern TEST = Pattern.compile("`(net|testing|content|cli|acceptance)/(\\w+)(?:\\.(\\w+))?`");

    private static final Map<String, String> FOLDERS = Map.of(
            "net", "proxy-core/src/test/java/dev/steno/net/",
            "testing", "proxy-core/src/test/java/dev/steno/testing/",
            "content", "proxy-core/src/test/java/dev/steno/content/",
            "cli", "cli/src/test/java/dev/steno/cli/",
            "acceptance", "cli/src/test/java/dev/steno/cli/acceptance/");

    /** The word by which the source of a test shows that it uses a program, ignoring case. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("curl", "curl"),
            Map.entry("nghttp", "\"nghttp\""),
            Map.entry("h2load", "h2load"),
            Map.entry("nghttpd", "nghttpd"),
            Map.entry("nginx", "nginx"),
            Map.entry("Chromium", "chromium"),
            Map.entry("OkHttp", "okhttp"),
            Map.entry("JDK HttpClient", "httpclient"),
            Map.entry("Node", "node"),
            Map.entry("ws", "ws"),
            Map.entry("@grpc/grpc-js", "@grpc/grpc-js"),
            Map.entry("grpc_pass", "grpc"),
            Map.entry("tinyproxy", "tinyproxy"),
            Map.entry("microsocks", "microsocks"),
            Map.entry("gzip", "gzip"),
            Map.entry("zstd", "zstd"),
            Map.entry("brotli", "brotli"),
            Map.entry("flupke", "flupke"),
            Map.entry("openssl", "openssl"));

    private record Row(String what, String client, String server, List<String> tests) {}

    private static List<Row> rows() throws IOException {
        return Files.readString(Checkout.file("docs/protocols.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && TEST.matcher(line).find())
                .map(line -> line.split("\\|"))
                .map(cells -> new Row(cells[1].strip(), cells[2], cells[3], tests(cells[4])))
                .toList();
    }

    private static List<String> tests(String cell) {
        return TEST.matcher(cell).results().map(found -> found.group()).toList();
    }

    /** The source of a test class; a test that does not exist is added to {@code missing}. */
    private static String source(String test, List<String> missing) throws IOException {
        Matcher named = TEST.matcher(test);
        assertThat(named.matches()).isTrue();
        String source = source(FOLDERS.get(named.group(1)), named.group(2));
        Pattern method = named.group(3) == null
                ? Pattern.compile("@(Test|ParameterizedTest|TestFactory|Property)\\b")
                : Pattern.compile(
                        "@(?:Test|ParameterizedTest)\\b(?:\"[^\"]*\"|[^;{\"])*?(?:\\{[^}]*}(?:\"[^\"]*\"|[^;{\"])*?)?\\bvoid "
                                + named.group(3) + "\\(");
        if (!method.matcher(source).find()) {
            missing.add(test);
        }
        return source.toLowerCase();
    }

    /** The source of a test in or below a folder; empty if there is none. */
    private static String source(String folder, String test) throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.file(folder))) {
            Optional<Path> found =
                    files.filter(file -> file.endsWith(test + ".java")).findFirst();
            return found.isEmpty() ? "" : Files.readString(found.get());
        }
    }

    @Test
    void everyTestExistsAndUsesTheProgramsOfItsRow() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(40);
        for (Row row : rows) {
            assertThat(row.tests()).as(row.what()).isNotEmpty();
            StringBuilder sources = new StringBuilder();
            for (String test : row.tests()) {
                sources.append(source(test, missing));
            }
            for (String program : programs(row.client() + "," + row.server())) {
                String word = WORDS.get(program);
                if (word == null || sources.indexOf(word) < 0) {
                    missing.add(row.what() + ": " + program);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theTestsThatProveThatLeaksAreNoticedExist() throws IOException {
        String page = Files.readString(Checkout.file("docs/protocols.md"));
        List<String> missing = new ArrayList<>();
        List<String> named = tests(page.substring(page.indexOf("## Leaks")));
        assertThat(named).hasSize(3);
        for (String test : named) {
            source(test, missing);
        }
        assertThat(missing).isEmpty();
    }

    /** The programs that must be used as clients of each protocol, so that a row cannot disappear unnoticed. */
    @Test
    void everyProtocolIsDrivenByTheProgramsThatMustDriveIt() throws IOException {
        Map<String, List<String>> clients = Map.of(
                "HTTP/1.1", List.of("curl", "JDK HttpClient", "OkHttp"),
                "HTTP/2 on both sides", List.of("curl", "nghttp", "h2load", "JDK HttpClient", "OkHttp"),
                "gRPC", List.of("@grpc/grpc-js"),
                "WebSocket", List.of("ws", "JDK HttpClient", "Chromium"),
                "HTTP/3", List.of("Chromium", "flupke"),
                "socks5", List.of("curl"),
                "regular", List.of("curl"),
                "reverse", List.of("curl", "nghttp", "h2load"),
                "upstream", List.of("curl"),
                "transparent", List.of("curl"));
        List<Row> rows = rows();
        clients.forEach((protocol, programs) -> assertThat(rows.stream()
                        .filter(row -> row.what().startsWith(protocol))
                        .flatMap(row -> programs(row.client()).stream()))
                .as(protocol)
                .containsAll(programs));
        assertThat(rows.stream().flatMap(row -> programs(row.server()).stream()))
                .contains("nginx", "nghttpd", "grpc_pass", "ws", "@grpc/grpc-js", "tinyproxy", "microsocks");
    }

    /** The programs in a cell that are not ours: by name, or by the package or module in brackets. */
    private static List<String> programs(String cell) {
        return Arrays.stream(cell.split("[,()`]"))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.startsWith("--") && !name.equals("ssl_verify_client"))
                .filter(name ->
                        !List.of("scripted", "none", "a second Steno", "JDK").contains(name))
                .toList();
    }
}

package dev.steno.cli.redact;

import dev.steno.testing.ByteSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file of another tool with secrets in all places where it can have them. */
final class PlantedHar {
    /** The rules by which all of them are found. */
    static final List<String> RULES =
            List.of("auth", "cookies", "header:x-key", "regex:SEC[0-9a-f]{16}", "ws:$..secret");

    private final Random random = new Random(15);
    private final List<String> secrets = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();

    /** Makes entries until there are this many secrets. */
    PlantedHar(int count) {
        for (int entry = 0; secrets.size() < count; entry++) {
            entries.add(entry(entry));
        }
    }

    List<String> secrets() {
        return secrets;
    }

    int flows() {
        return entries.size();
    }

    /** A secret with a form of its own. */
    private String formed() {
        String secret = "SEC" + String.format("%016x", random.nextLong());
        secrets.add(secret);
        return secret;
    }

    /** A secret that only the name of its place tells. */
    private String named() {
        String secret = Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "Zq7";
        secrets.add(secret);
        return secret;
    }

    private String entry(int number) {
        boolean large = number % 7 == 3;
        boolean coded = number % 5 == 2;
        String session = named();
        String url = "https://bob:" + named() + "@h" + number % 3 + ".test/p/" + number + "?token=" + named() + "&a=b";
        String requestHeaders = fields(
                "Authorization",
                number % 2 == 0 ? "Bearer " + named() : "Basic " + base64("bob:" + named()),
                "X-Key",
                named(),
                "X-Other",
                "see " + formed(),
                "Cookie",
                "sid=" + session + "; b=" + named(),
                "Content-Type",
                "application/x-www-form-urlencoded");
        String form = "a=b&password=" + named() + "&c=" + formed().replace("SEC", "%53EC");
        String json = "{\"access_token\":\"" + named() + "\",\"note\":\"" + formed() + "\",\"pad\":\""
                + (large ? "x".repeat(400_000) : "") + "\",\"end\":\"" + formed() + "\"}";
        String responseHeaders = fields(
                "Set-Cookie",
                "sid=" + session + "; Path=/",
                "Location",
                "https://h.test/?password=" + named(),
                "Content-Type",
                "application/json",
                coded ? "Content-Encoding" : "X-Plain",
                coded ? "gzip" : "yes");
        String content = "\"content\":{\"size\":" + json.length() + ",\"mimeType\":\"application/json\",\"text\":"
                + (number % 3 == 0 ? quoted(base64(json)) + ",\"encoding\":\"base64\"" : quoted(json)) + "}";
        String head = "\"status\":200,\"statusText\":\"OK\",\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],\"headers\":"
                + responseHeaders + ",\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1";
        String sockets = number % 6 == 1
                ? ",\"_webSocketMessages\":[{\"type\":\"send\",\"time\":1700000000.5,\"opcode\":1,\"data\":"
                        + quoted("{\"secret\":\"" + named() + "\"} " + formed()) + "}]"
                : "";
        return "{\"startedDateTime\":\"2026-01-02T03:04:05.678Z\",\"time\":10,\"comment\":"
                + quoted("see " + formed() + " and https://h.test/?token=" + named())
                + ",\"_mine\":" + quoted("{\"deep\":\"" + formed() + "\"}")
                + ",\"request\":{\"method\":\"POST\",\"url\":" + quoted(url)
                + ",\"httpVersion\":\"HTTP/1.1\",\"cookies\":[{\"name\":\"sid\",\"value\":" + quoted(session)
                + "}],\"headers\":" + requestHeaders
                + ",\"queryString\":[],\"headersSize\":-1,\"bodySize\":" + form.length()
                + ",\"postData\":{\"mimeType\":\"application/x-www-form-urlencoded\",\"text\":" + quoted(form) + "}}"
                + ",\"response\":{" + (number % 2 == 0 ? content + "," + head : head + "," + content) + "}"
                + ",\"cache\":{},\"timings\":{\"send\":1,\"wait\":8,\"receive\":1}" + sockets + "}";
    }

    private static String fields(String... pairs) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"name\":")
                    .append(quoted(pairs[i]))
                    .append(",\"value\":")
                    .append(quoted(pairs[i + 1]))
                    .append('}');
        }
        return json.append(']').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    Path write(Path file) throws IOException {
        return Files.writeString(
                file,
                "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"test\",\"version\":\"1\"},\"entries\":["
                        + String.join(",", entries) + "]}}");
    }

    /** The secrets that occur in the files below a folder, in any of their codings, with the file. */
    List<String> foundIn(Path folder) throws IOException {
        return search().in(folder);
    }

    /** The secrets that occur in bytes, in any of their codings. */
    List<String> foundIn(byte[] bytes) {
        return search().in(bytes);
    }

    private @Nullable ByteSearch search;

    private ByteSearch search() {
        if (search == null) {
            search = new ByteSearch(secrets.stream().flatMap(PlantedHar::forms).toList());
        }
        return search;
    }

    private static Stream<String> forms(String secret) {
        String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
        List<String> all = new ArrayList<>(List.of(secret, secret.replace("SEC", "%53EC"), hex));
        for (int before = 0; before < 3; before++) { // base64 at each of the three offsets within a group
            String coded = base64("x".repeat(before) + secret);
            all.add(coded.substring(before == 0 ? 0 : 4, coded.length() - 4));
        }
        return all.stream();
    }
}

package dev.steno.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies as code are run, several in one file, and what a server then receives is compared with what was recorded. */
class CopiedCodeTest {
    private static final String[] TEXTS = {
        "",
        "-n\u0001",
        "it's",
        "100%",
        "%s%n",
        "a\\b\\n",
        "!!",
        "@/etc/passwd",
        "$HOME ${IFS} $(id)",
        "`id`",
        "a\u0000b",
        "ends\n",
        "\n",
        "a\r\nb",
        "\"",
        "</script>",
        "{\"a\":\"\u00fc\u20ac\ud83d\ude00\"}",
        "\ufefftext",
        "\u2028\u2029",
        "a=b&c=%41+d",
        "\\",
        "'''",
        "\u2018\u2019"
    };

    private static final String PLAIN = "'\"\\%$`!@\n\r\tab{}&=<>#";

    @TempDir
    Path folder;

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(
            value = CopyFormat.class,
            names = {"CURL", "HTTPIE", "FETCH", "PYTHON", "PYTHON_REQUESTS"})
    void bodiesArriveAsTheyWereRecorded(CopyFormat format) throws Exception {
        try (CodeRun run = new CodeRun(format, folder)) {
            for (String text : TEXTS) {
                byte[] body = text.getBytes(StandardCharsets.UTF_8);
                run.add(run.flow("POST", "/", Headers.EMPTY, body));
                if (format != CopyFormat.HTTPIE) { // which takes half a second for each
                    run.add(run.flow("PUT", "/", Headers.of("Content-Type", "text/plain"), body));
                }
            }
            run.add(run.flow("POST", "/", Headers.of("content-type", "text/plain"), latin1("caf\u00e9 \u00ff")));
            run.add(run.flow("POST", "/", Headers.EMPTY, everyByte()));
            run.add(run.flow("PUT", "/", Headers.of("X-A", "1", "Content-Type", "a/b", "X-B", "2"), latin1("x")));
            byte[] megabyte = new byte[1 << 20];
            new Random(1).nextBytes(megabyte);
            run.add(run.flow("POST", "/big", Headers.EMPTY, megabyte));
            run.add(run.flow(
                    "PUT", "/text", Headers.EMPTY, "'%s\\\n".repeat(50_000).getBytes(StandardCharsets.UTF_8)));

            assertThat(run.differences()).isEmpty();
        }
    }

    private static byte[] everyByte() {
        byte[] all = new byte[512];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = CopyFormat.class,
            names = {"CURL", "HTTPIE", "FETCH", "PYTHON", "PYTHON_REQUESTS"})
    void headAndTargetArriveAsTheyWereRecorded(CopyFormat format) throws Exception {
        try (CodeRun run = new CodeRun(format, folder)) {
            String[] values = {
                "it's",
                "100%",
                "%s",
                "a\\b",
                "!!",
                "@file",
                "=x",
                ":=1",
                "=@file",
                "$(id)",
                "`id`",
                "\"quoted\"",
                "a  b",
                "tab\there",
                "a;b=c",
                "\u00fc as UTF-8".repeat(2),
                "\u00c3\u00bc",
                "\u00e9",
                "\u00ff\u0080",
                "a\\:b",
                "back\\",
                "C:\\\\=x",
                ""
            };
            int each = format == CopyFormat.HTTPIE ? 6 : 1; // HTTPie takes half a second for a request
            for (int at = 0; at < values.length; at += each) {
                Headers fields = Headers.of("X-B", values[at], "Accept", "*/*", "X-A", "2");
                for (int more = at + 1; more < Math.min(at + each, values.length); more++) {
                    fields = fields.with("X-" + more, values[more]);
                }
                run.add(run.flow("GET", "/", fields, new byte[0]));
            }
            for (String path : new String[] {
                "/a/../b",
                "/a/./b?c=[1-2]&d={x,y}&e=%41",
                "/%7Euser/%2e%2E/x",
                "/it's?q='&r=\"",
                "/a?",
                "/?a=1?b",
                "//double//",
                "/a%zz?%",
                "/semi;colon=1/x;y?z;",
                "/x;?y",
                "/x;",
                "/\u00fc?\u00ff",
                "/a#b",
                "/a|b^c`d",
                "/lower%c3%bc?x=%c3%bc",
                "/\\..\\x",
                "/$HOME!`id`"
            }) {
                run.add(run.flow("GET", path, Headers.EMPTY, new byte[0]));
            }
            for (String method : new String[] {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PATCH", "PURGE", "MKCOL"}) {
                run.add(run.flow(method, "/" + method, Headers.of("X-Method", method), new byte[0]));
            }
            run.add(run.flow(
                    "GET",
                    "/repeats",
                    Headers.of(
                            "x-a",
                            "1",
                            "X-B",
                            "2",
                            "X-A",
                            "3",
                            "Cookie",
                            "a=b",
                            "User-Agent",
                            "me",
                            "Accept-Encoding",
                            "gzip"),
                    new byte[0]));
            run.add(run.flow("GET", "/host", Headers.of("Host", "other.example", "X-A", "1"), new byte[0]));

            assertThat(run.differences()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CopyFormat.class,
            names = {"CURL", "FETCH", "PYTHON", "PYTHON_REQUESTS"})
    void generatedRequestsArriveAsTheyWereRecorded(CopyFormat format) throws Exception {
        Random random = new Random(7);
        try (CodeRun run = new CodeRun(format, folder)) {
            for (int i = 0; i < 150; i++) {
                run.add(generated(random, run));
            }

            assertThat(run.differences()).isEmpty();
        }
    }

    private static HttpFlow generated(Random random, CodeRun run) {
        byte[] body = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(600)];
        random.nextBytes(body);
        if (random.nextBoolean()) {
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) PLAIN.charAt(Math.floorMod(body[i], PLAIN.length()));
            }
        }
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            StringBuilder value = new StringBuilder("v");
            for (int j = random.nextInt(20); j > 0; j--) {
                value.append((char) (0x20 + random.nextInt(0xe0)));
            }
            fields.addAll(List.of("X-" + (char) ('a' + random.nextInt(8)), value + "v"));
        }
        StringBuilder path = new StringBuilder("/");
        for (int j = random.nextInt(20); j > 0; j--) {
            char c = (char) (0x21 + random.nextInt(random.nextInt(3) == 0 ? 0xde : 0x5e));
            path.append(c == 0x7f ? 'x' : c);
        }
        String method = body.length > 0 ? "POST" : "GET";
        return run.flow(method, path.toString(), Headers.of(fields.toArray(new String[0])), body);
    }

    @Test
    void pythonKeepsOrderSpellingRepeatsAndFraming() throws Exception {
        try (CodeRun run = new CodeRun(CopyFormat.PYTHON, folder)) {
            HttpFlow flow = run.flow(
                    "POST",
                    "/",
                    Headers.of("x-A", "1", "Host", "127.0.0.1", "X-a", "2", "Transfer-Encoding", "chunked", "x-A", "3"),
                    latin1("body"));

            assertThat(run.received(List.of(flow)).get(0).fields())
                    .containsExactly("x-A: 1", "Host: 127.0.0.1", "X-a: 2", "Transfer-Encoding: chunked", "x-A: 3");
        }
    }

    @Test
    void codeHasNoCharacterThatHidesOrReordersText() throws Exception {
        try (CodeRun run = new CodeRun(CopyFormat.URL, folder)) {
            HttpFlow flow = run.flow(
                    "POST",
                    "/\u00e2\u0080\u00ae",
                    Headers.of("X-A", "\u001b[2J"),
                    "\u202e\u0007".getBytes(StandardCharsets.UTF_8));
            for (CopyFormat format : List.of(
                    CopyFormat.HTTPIE,
                    CopyFormat.FETCH,
                    CopyFormat.PYTHON,
                    CopyFormat.PYTHON_REQUESTS,
                    CopyFormat.POWERSHELL)) {
                assertThat(new String(run.copy(format, flow), StandardCharsets.ISO_8859_1))
                        .as(format.label())
                        .matches("[\\n\\x20-\\x7e]+");
            }
            assertThat(CopyFormat.FETCH.comment("a\n\u202eb")).isEqualTo("// a\\n\\u202eb\n");
        }
    }

    @Test
    void whatAToolCannotSendIsRefusedWithAWayOut() throws Exception {
        try (CodeRun run = new CodeRun(CopyFormat.URL, folder)) {
            HttpFlow trace = run.flow("TRACE", "/", Headers.EMPTY, new byte[0]);
            HttpFlow body = run.flow("GET", "/", Headers.EMPTY, new byte[1]);
            HttpFlow star = run.flow("OPTIONS", "*", Headers.EMPTY, new byte[0]);

            assertThatThrownBy(() -> run.copy(CopyFormat.FETCH, trace))
                    .hasMessage("fetch cannot send the method TRACE; copy the request as raw");
            assertThatThrownBy(() -> run.copy(CopyFormat.FETCH, body))
                    .hasMessage("fetch cannot send a body with GET; copy the request as raw");
            assertThatThrownBy(() -> run.copy(CopyFormat.HTTPIE, star)).isInstanceOf(UncopyableException.class);
        }
    }

    @Test
    void aPowerShellTextEndsOnlyWhereItIsMeantTo() throws Exception {
        try (CodeRun run = new CodeRun(CopyFormat.URL, folder)) {
            HttpFlow flow = run.flow("POST", "/it's", Headers.of("X-A", "a'b; $(calc)"), latin1("'\u00ff"));

            assertThat(new String(run.copy(CopyFormat.POWERSHELL, flow), StandardCharsets.UTF_8))
                    .contains("/it''s'\n", "'X-A' = 'a''b; $(calc)'\n", "Body = [Convert]::FromBase64String('J/8=')\n");
        }
    }
}

package dev.steno.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.compare.ComparisonRules;
import dev.steno.compare.IgnoreRule;
import dev.steno.compare.IgnoreRule.IgnoreRuleException;
import dev.steno.compare.Ignored;
import dev.steno.filter.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseTest {
    @TempDir
    private Path folder;

    private Recording a;
    private Recording b;

    @BeforeEach
    void open() {
        a = new Recording(folder, "a.steno");
        b = new Recording(folder, "b.steno");
    }

    private List<String> rows(String... ignored) throws IOException, IgnoreRuleException {
        List<IgnoreRule> rules = new ArrayList<>();
        for (String rule : ignored) {
            rules.add(IgnoreRule.parse(rule));
        }
        return a.diff(b, ComparisonRules.differences(Recording.usual(rules.toArray(IgnoreRule[]::new))))
                .rows();
    }

    @Test
    void whatIsMadeAnewForEachResponseIsNoDifference() throws IOException {
        String[] one = {
            "Date",
            "1",
            "ETag",
            "\"a\"",
            "X-Request-Id",
            "r1",
            "CF-RAY",
            "c1",
            "x-amz-cf-id",
            "z1",
            "Set-Cookie",
            "sid=abc; Path=/; Expires=1",
            "Content-Security-Policy",
            "script-src 'nonce-abcdefgh1'"
        };
        String[] other = {
            "Date",
            "2",
            "ETag",
            "\"b\"",
            "X-Request-Id",
            "r2",
            "CF-RAY",
            "c2",
            "x-amz-cf-id",
            "z2",
            "Set-Cookie",
            "sid=xyz; Path=/; Expires=2",
            "Content-Security-Policy",
            "script-src 'nonce-zyxwvuts2'"
        };
        a.get("/").fields(one);
        b.get("/").fields(other);
        assertThat(a.diff(b).summary().isSame()).isTrue();
        assertThat(a.diff(b, ComparisonRules.differences(Ignored.nothing())).rows())
                .hasSize(7);
    }

    @Test
    void theNameAndThePathOfACookieCount() throws IOException {
        a.get("/").fields("Set-Cookie", "sid=abc; Path=/");
        b.get("/").fields("Set-Cookie", "sid=xyz; Path=/admin");
        assertThat(a.diff(b).rows())
                .containsExactly("response headers set-cookie: sid=abc; Path=/ | sid=xyz; Path=/admin");
    }

    @Test
    void aNonceWithinAPageIsNoDifference() throws IOException {
        a.get("/").body("text/html", "<script nonce=\"r4nd0mAAAA\">x()</script><p>t</p>");
        b.get("/").body("text/html", "<script nonce=\"r4nd0mBBBB\">x()</script><p>t</p>");
        assertThat(a.diff(b).summary().isSame()).isTrue();
    }

    @Test
    void rulesNameWhatIsIgnored() throws Exception {
        Recording.Exchange one =
                a.get("/?t=a&q=1").json("{\"u\":{\"updatedAt\":1,\"n\":1},\"list\":[{\"x\":1},{\"x\":2}]}");
        Recording.Exchange two =
                b.get("/?t=b&q=1").json("{\"u\":{\"updatedAt\":2,\"n\":2},\"list\":[{\"x\":3},{\"x\":2}]}");
        one.requestFields = new String[] {"Host", "h", "X-Run", "1"};
        two.requestFields = new String[] {"Host", "h", "X-Run", "2"};
        assertThat(rows("header:x-*", "query:t", "json:$..updatedAt", "json:$.list[*].x"))
                .containsExactly("response body $.u.n: 1 | 2");
        assertThat(rows("header:X-Run", "query:t", "json:$.u", "json:$['list'][0]"))
                .isEmpty();
        assertThat(rows("part:request headers", "part:query/t", "json:$")).isEmpty();
        assertThat(rows("header:x-run", "query:t", "json:$.u")).containsExactly("response body $.list[0].x: 1 | 3");
    }

    @Test
    void elementsOfAnArrayAreAlignedByWhatIsNotIgnored() throws Exception {
        a.get("/").json("[{\"n\":1,\"ts\":1},{\"n\":2,\"ts\":1}]");
        b.get("/").json("[{\"n\":2,\"ts\":7}]");
        assertThat(rows("json:$[*].ts")).containsExactly("response body $[0].n: 1 | null");
    }

    @Test
    void anExpressionIsLeftOutOfLinesAndValues() throws Exception {
        a.get("/").body("text/plain", "took 12 ms\nok");
        b.get("/").body("text/plain", "took 99 ms\nok");
        assertThat(rows()).containsExactly("response body 1: took 12 ms | took 99 ms");
        assertThat(rows("text:took \\d+ ms")).isEmpty();
    }

    @Test
    void whatIsNoRuleIsRefusedWithWhatIsOne() {
        for (String wrong : List.of(
                "x-request-id",
                "header:",
                "field:x",
                "json:a.b",
                "json:$.[",
                "json:$.a[",
                "json:$['a]",
                "json:$..",
                "json:$.a[]",
                "text:(")) {
            assertThatThrownBy(() -> IgnoreRule.parse(wrong))
                    .isInstanceOf(IgnoreRuleException.class)
                    .hasMessageContaining("\"" + wrong + "\"");
        }
    }

    @Test
    void whatDiffersBetweenTwoRunsIsLearnedAndThenIgnored() throws Exception {
        a.get("/").json("{\"at\":1,\"list\":[{\"id\":1,\"seen\":5}],\"n\":1}");
        b.get("/").json("{\"at\":2,\"list\":[{\"id\":1,\"seen\":6}],\"n\":1}");
        a.get("/x").fields("X-Run", "1");
        b.get("/x").fields("X-Run", "2");
        a.get("/s").status(200);
        b.get("/s").status(500);
        LearnedNoise noise = new LearnedNoise();
        a.diff(b, ComparisonRules.differences(Recording.usual()), Filter.ALL, Filter.ALL, noise);
        Path file = folder.resolve("noise.txt");
        IgnoreFile.write(file, noise, "a and b");
        List<IgnoreRule> learned = IgnoreFile.read(file);
        assertThat(learned)
                .extracting(IgnoreRule::toString)
                .containsExactly("json:$.at", "json:$.list[*].seen", "header:x-run");
        assertThat(Files.readString(file)).contains("# not learned: 1 flows with another status line");
        Recording.Result rest =
                a.diff(b, ComparisonRules.differences(Recording.usual(learned.toArray(IgnoreRule[]::new))));
        assertThat(rest.rows()).containsExactly("status line status: 200 | 500");
    }

    @Test
    void aFileOfRulesIsRefusedAtTheLineThatIsWrong() throws IOException {
        Path file = folder.resolve("rules.txt");
        Files.writeString(file, "# mine\n\nheader:x-a\nnonsense\n");
        assertThatThrownBy(() -> IgnoreFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rules.txt, line 4: \"nonsense\"");
    }
}

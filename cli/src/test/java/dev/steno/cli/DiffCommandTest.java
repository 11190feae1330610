package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    @TempDir
    Path folder;

    private Path one;
    private Path other;

    /** The other session lacks all flows but the first, which has another value, script and escape sequence in its body. */
    @BeforeEach
    void record() throws IOException {
        one = SampleSession.write(folder.resolve("one.steno"));
        other = folder.resolve("other.steno");
        HttpFlow flow;
        try (SessionReader reader = SqliteSessionReader.open(one)) {
            flow = (HttpFlow) reader.flow(1).orElseThrow();
        }
        String json = SampleSession.JSON
                .replace("\"steno\"", "\"<script>\\u001b[2J\"")
                .replace("2.50", "25e-1");
        var response = Objects.requireNonNull(flow.response());
        HttpFlow changed = flow.withResponse(response.withHeaders(Headers.of("Content-Type", "application/json"))
                .withBody(new Body.Inline(json.getBytes(StandardCharsets.UTF_8))));
        assertThat(changed.state()).isEqualTo(FlowState.COMPLETE);
        SqliteSessionStore store = SqliteSessionStore.open(other, "steno test");
        store.commit(WriteBatch.of(new FlowEvent.Closed(changed)));
        store.close();
    }

    @Test
    void aSessionIsTheSameAsItself() {
        Call call = Call.steno("diff", one, one);
        assertThat(call.code()).isEqualTo(ExitCode.OK);
        assertThat(call.out()).contains("the same: 5 pairs of flows");
    }

    @Test
    void whatDiffersIsPrintedAndTheExitCodeIsThree() {
        Call call = Call.steno("diff", one, other);
        assertThat(call.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(call.text())
                .contains("~ #1 #1  GET ", "response body", "$.name  \"steno\" \u2192 \"<script>\\x1b[2J\"")
                .contains("- #2  POST ", "4 only in A, 0 only in B")
                .doesNotContain("\u001b");
        assertThat(Call.onTerminal(100, "diff", one, other, "--color=always").out())
                .contains("\u001b[31m");
    }

    @Test
    void swappedSidesAreMirrored() {
        assertThat(Call.steno("diff", other, one).text())
                .contains("$.name  \"<script>\\x1b[2J\" \u2192 \"steno\"", "+ #2  POST ", "0 only in A, 4 only in B");
    }

    @Test
    void jsonIsOneObjectALine() {
        Call call = Call.steno("diff", one, other, "--json");
        assertThat(call.code()).isEqualTo(ExitCode.DIFFERENT);
        List<String> lines = call.out().lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0))
                .startsWith("{\"type\":\"head\",\"left\":{\"file\":")
                .contains("\"header:date\"");
        assertThat(lines.get(1))
                .startsWith("{\"type\":\"changed\",\"left\":{\"id\":1,")
                .contains("{\"key\":\"$.name\",\"left\":\"\\\"steno\\\"\",", "\"ignore\":\"json:$.name\"");
        assertThat(lines.get(2)).startsWith("{\"type\":\"removed\",\"left\":{\"id\":2,");
        assertThat(lines.get(6)).startsWith("{\"type\":\"summary\",\"same\":false,\"left\":5,\"right\":1,");
    }

    @Test
    void aPageHasNoScriptAndWhatWasCapturedIsEscaped() throws IOException {
        Path page = folder.resolve("diff.html");
        assertThat(Call.steno("diff", one, other, "--html", page).code()).isEqualTo(ExitCode.DIFFERENT);
        String html = Files.readString(page);
        assertThat(html)
                .contains("&lt;script&gt;\\x1b[2J", "default-src 'none'", "4 only in A", "</html>")
                .doesNotContain("<script", "\u001b", "http-equiv=\"refresh\"");
    }

    @Test
    void theNumberOfFlowsShownIsBoundedAndAllAreCounted() {
        Call call = Call.steno("diff", one, other, "-n", 1);
        assertThat(call.text()).contains("~ #1 #1", "and 4 further flows").doesNotContain("- #2");
        assertThat(Call.steno("diff", one, other, "-n", 0).text()).contains("and 5 further flows");
        assertThat(Call.steno("diff", one, other, "--json", "-n", 1).out().lines())
                .hasSize(3);
    }

    @Test
    void whatIsIgnoredIsListedAndChosen() {
        assertThat(Call.steno("diff", "--show-ignored").out()).contains("header:date\n", "cookie:*\n");
        assertThat(Call.steno("diff", "--show-ignored", "--strict", "--ignore", "header:x")
                        .out())
                .isEqualTo("header:x\n");
        Call call = Call.steno(
                "diff", one, other, "-f", "id = 1", "--ignore", "json:$.name", "--ignore", "header:content-type");
        assertThat(call.text()).contains("the same: 1 pair");
        assertThat(call.text()).contains("1 pair with equal content in other content codings");
        assertThat(call.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void whatIsLearnedIsIgnoredAfterwards() throws IOException {
        Path noise = folder.resolve("noise.txt");
        Call learned = Call.steno("diff", one, other, "--learn", noise);
        assertThat(learned.code()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(noise)).contains("\njson:$.name\n");
        assertThat(Call.steno("diff", one, other, "-f", "id = 1", "--ignore-from", noise)
                        .code())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void twoSelectionsOfOneSessionAreCompared() {
        Call call = Call.steno("diff", one, "--filter", "id = 1", "--filter-b", "id = 3");
        assertThat(call.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(call.text()).contains("1 flow in A and 1 in B");
    }

    @Test
    void wrongCallsSayWhatIsRight() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.txt"), "header:a\nwrong\n");
        for (Object[] args : new Object[][] {
            {"diff"},
            {"diff", one},
            {"diff", one, other, other},
            {"diff", one, other, "--ignore", "x-request-id"},
            {"diff", one, other, "--filter-b", "status >"},
            {"diff", one, other, "--timing", "fast"},
            {"diff", one, other, "-n", -1},
            {"diff", one, other, "--learn", "x", "--json"},
            {"diff", one, other, "--html", other},
            {"diff", one, other, "--learn", folder.resolve("third.steno")},
        }) {
            Call call = Call.steno(args);
            assertThat(call.code()).as(call.err()).isEqualTo(ExitCode.USAGE);
            assertThat(call.err()).hasLineCount(1);
        }
        Call file = Call.steno("diff", one, other, "--ignore-from", rules);
        assertThat(file.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(file.err()).contains("rules.txt, line 2");
        Call missing = Call.steno("diff", one, folder.resolve("none.steno"));
        assertThat(missing.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(missing.err()).hasLineCount(1).contains("none.steno");
    }
}

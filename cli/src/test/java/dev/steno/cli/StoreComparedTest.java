package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.mcp.McpCommand;
import dev.steno.cli.terminal.Console;
import dev.steno.fleet.testing.PostgresServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands for two sessions, and for models, take the URL of a shared store. */
class StoreComparedTest {
    private final String url = PostgresServer.shared().database();

    @TempDir
    private Path folder;

    private Path session;

    @BeforeEach
    void ship() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("ship", session, url, "--with-secrets").code()).isZero();
    }

    @Test
    void aStoreIsComparedWithTheFileOfItsRecorder() {
        Call same = Call.steno("diff", session, url);
        assertThat(same.err()).isEmpty();
        assertThat(same.code()).as(same.out()).isZero();
        assertThat(same.out()).contains(url, session.toString());
    }

    @Test
    void twoSelectionsOfAStoreAreComparedByTheNumbersOfTheirFlows() {
        Call other = Call.steno("diff", url, "-f", "id = 1.1", "--filter-b", "id = 1.3");
        assertThat(other.code()).as(other.err()).isEqualTo(3);
        assertThat(other.out()).contains("1.1", "1.3");
    }

    @Test
    void aFilterNamesTheRecorderByItsNumberOrItsFile() {
        for (String filter : new String[] {"recorder = 1", "recorder ~ work", "recorder = work.steno"}) {
            assertThat(Call.steno("ls", url, filter).out()).as(filter).hasLineCount(5);
        }
        for (String filter : new String[] {"recorder = 2", "recorder ~ other", "recorder != 1"}) {
            assertThat(Call.steno("ls", url, filter).out()).as(filter).isEmpty();
        }
        assertThat(Call.steno("show", url, "1.1").out()).contains("recorded by", "work.steno on ");
        assertThat(Call.steno("ls", session, "recorder = 1").out()).isEmpty();
    }

    @Test
    void aModelReadsAStoreAndIsGrantedNothing() throws Exception {
        String asked = """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"flow_get","arguments":{"flow":"1.1"}}}
                {"jsonrpc":"2.0","id":3,"method":"tools/list"}
                """;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(
                out,
                OutputStream.nullOutputStream(),
                null,
                Map.of(),
                null,
                new ByteArrayInputStream(asked.getBytes(StandardCharsets.UTF_8)),
                false);
        new McpCommand().run(List.of(url, "--home", folder.resolve("home").toString()), console);
        String answers = out.toString(StandardCharsets.UTF_8);
        assertThat(answers).contains("/data?q=1", "\"integer\",\"string\"").doesNotContain("hold_decide");
        Call refused = Call.steno("mcp", url, "--allow", "send");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("a shared store is only read");
    }
}

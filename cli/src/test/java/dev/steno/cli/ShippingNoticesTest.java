package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.fleet.testing.CuttingRelay;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.StenoProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told by a run that ships: where to, when that fails, and what is left to do. */
@Timeout(600)
class ShippingNoticesTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();

    @TempDir
    Path folder;

    @Test
    void aRunNamesTheStoreAndItsRecorder() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "-s", session(), "--ship", url)) {
            steno.awaitMessage(Pattern.compile("shipping to " + Pattern.quote(url) + " as recorder 1"));
        }
    }

    @Test
    void aRunOfASessionThatWasRedactedAfterItWasShippedTellsWhatTheStoreStillHas() throws Exception {
        SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("ship", session(), url).code()).isZero();
        assertThat(Call.steno("redact", session(), "query:q").code()).isZero();
        try (StenoProcess steno = new StenoProcess(folder, "-q", "-s", session(), "--ship", url)) {
            steno.awaitMessage(
                    Pattern.compile("warning: this session was redacted after it had been shipped: it is shipped"
                            + " as recorder 2, .* as recorder 1; this, as the owner of the store's tables, removes them: steno store remove "
                            + Pattern.quote(url) + " 1"));
        }
    }

    @Test
    void aRedactionThatReplacesNothingLeavesTheFileAndItsRecorder() throws Exception {
        SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("ship", session(), url).code()).isZero();
        byte[] before = Files.readAllBytes(folder.resolve("work.steno"));

        Call redact = Call.steno("redact", session(), "header:x-nobody-sends-this");

        assertThat(redact.out()).startsWith("redacted 0 of ");
        assertThat(redact.err()).doesNotContain("store remove");
        assertThat(Files.readAllBytes(folder.resolve("work.steno"))).isEqualTo(before);
        Call again = Call.steno("ship", session(), url);
        assertThat(again.out() + again.err()).contains("as recorder 1").doesNotContain("recorder 2");
    }

    @Test
    void aQuietRunTellsThatItsStoreIsAwayAndWhichCommandSendsWhatIsLeft() throws Exception {
        try (AnsweringOrigin origin = AnsweringOrigin.plain(
                        (request, body, out) -> AnsweringOrigin.ok(out, "text/plain", new byte[20]));
                CuttingRelay relay = new CuttingRelay(server.port())) {
            relay.refuse(true);
            String through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            try (StenoProcess steno = new StenoProcess(folder, "-q", "-s", session(), "--ship", through)) {
                steno.awaitMessage(Pattern.compile("warning: the shared store .*flows are kept and shipped later"));
                steno.get("http://localhost:" + origin.port() + "/");
                steno.terminate();
                assertThat(steno.err())
                        .contains("warning: 1 flow is not shipped yet: send it with: steno ship " + session() + " "
                                + through);
            }
        }
    }

    @Test
    void aSayOnWhatIsShippedWithoutAStoreIsAMistake() {
        for (String alone : List.of("--ship-filter=status >= 500", "--ship-bodies=none", "--ship-secrets")) {
            Call call = Call.steno("run", alone, "--home", folder);
            assertThat(call.code()).isEqualTo(2);
            assertThat(call.err())
                    .contains(alone.split("=", 2)[0]
                            + " says what is shipped, and nothing is: name the shared store with --ship ");
        }
    }

    private String session() {
        return folder.resolve("work.steno").toString();
    }
}

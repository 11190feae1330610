package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of scripts that do not return. */
class StuckScriptTest extends ScriptInProxy {
    private static final String END = "steno.test.loops.end";

    /** Never returns, until the test ends, and takes no notice of interrupts. */
    private static final String LOOP = """
            void request(Flow f) {
                while (f.request().path().equals("/loop") && !Boolean.getBoolean("steno.test.loops.end")) {
                    Thread.interrupted();
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
            }
            """;

    @BeforeEach
    void beginLoops() {
        System.clearProperty(END);
    }

    @AfterEach
    void endLoops() {
        System.setProperty(END, "true");
    }

    @Test
    void anEndlessLoopIsNamedAndOtherExchangesPass() throws Exception {
        run(LOOP);
        try (RawClient stuck = RawClient.to(proxy.port())) {
            stuck.send(request("/loop"));

            await().until(() ->
                    logged.stream().anyMatch(line -> line.contains("test.java has not returned from REQUEST")));
            assertThat(ask("/other").text()).isEqualTo("from the origin");
            write("test.java", "void request(Flow f) { f.answer(200, \"mended\"); }");
            await().until(() -> script.version() == 2);
            assertThat(ask("/loop").text()).isEqualTo("mended");
        }
    }

    @Test
    void anExchangeContinuesWithoutACallThatDoesNotReturn() throws Exception {
        run(LOOP, Duration.ofMillis(300));

        assertThat(ask("/loop").text()).isEqualTo("from the origin");
        assertThat(script.problem()).contains("a call: it has not returned within 300 ms");
    }

    @Test
    void anExchangeThatContinuesWithoutTheScriptDoesNotWaitForItAgain() throws Exception {
        run(LOOP + """
                void response(Flow f) {
                    f.response().header("X-Seen", f.request().path());
                }
                """, Duration.ofSeconds(1));

        assertThat(ask("/loop").fields("X-Seen")).isEmpty();
        assertThat(ask("/other").fields("X-Seen")).containsExactly("/other");
        assertThat(logged)
                .filteredOn(line -> line.contains("has not returned within"))
                .hasSize(1);
    }

    @Test
    void aCallThatSleepsIsInterrupted() throws Exception {
        run(
                "void request(Flow f) { try { Thread.sleep(100_000); } catch (InterruptedException e) { log.info(\"woken\"); } }",
                Duration.ofMillis(300));

        assertThat(ask("/").text()).isEqualTo("from the origin");
        await().until(() -> logged.stream().anyMatch(line -> line.contains("woken")));
    }

    @Test
    void aScriptWhoseCallsNeverReturnIsSwitchedOff() throws Exception {
        run(LOOP, Duration.ofMillis(300));
        List<RawClient> stuck = new ArrayList<>();
        for (int i = 0; i < ScriptThreads.THREADS; i++) {
            stuck.add(closing(RawClient.to(proxy.port())).send(request("/loop")));
        }
        for (RawClient each : stuck) {
            assertThat(each.response().text()).isEqualTo("from the origin");
        }

        assertThat(ask("/loop").text()).isEqualTo("from the origin");

        assertThat(script.version()).isZero();
        assertThat(logged).anyMatch(line -> line.contains("was switched off"));
        write("test.java", "void request(Flow f) { f.answer(200, \"mended\"); }");
        await().until(() -> ask("/loop").text().equals("mended"));
    }
}

package dev.steno.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a test reads if its expectation fails. */
class TranscriptTest {
    @Test
    void aFailedExpectationShowsTheExchangeInOrder() throws IOException {
        Addon passing = new Addon() {
            @Override
            public String name() {
                return "Passing";
            }

            @Override
            public void register(dev.steno.addon.Registrar registrar) {
                registrar.on(Hook.REQUEST_HEAD, Phase.DECIDE, (flow, context) -> Verdict.pass());
            }
        };
        try (Playbook play = Playbook.of(passing)) {
            play.exchange("GET http://shop.test/first", "200 OK");
            Played played = play.exchange("GET http://shop.test/", "200 OK\n\nhello");

            assertThatThrownBy(() -> played.serverReceived("DNT: 1"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("""
                            the server did not receive "DNT: 1"

                            What happened:
                            client ->  GET http://shop.test/ HTTP/1.1
                                       Host: shop.test
                            """)
                    .hasMessageContaining("hook       REQUEST_HEAD: Passing, Pass\n")
                    .hasMessageContaining("connect    shop.test:80\n")
                    .hasMessageContaining("server <-  GET / HTTP/1.1\n           Host: shop.test\n")
                    .hasMessageContaining(
                            "server ->  HTTP/1.1 200 OK\n           Content-Length: 5\n\n           hello")
                    .hasMessageContaining("client <-  HTTP/1.1 200 OK\n");
            assertThat(String.valueOf(catchFailure(played)).lines().filter(line -> line.startsWith("fact")))
                    .first()
                    .asString()
                    .matches("fact {7}Opened: flow \\d+, revision 0, OPEN|fact {7}Opened: flow \\d+, revision 1, OPEN");
        }
    }

    private static AssertionError catchFailure(Played played) {
        try {
            played.clientReceived(404);
        } catch (AssertionError e) {
            return e;
        }
        throw new IllegalStateException("the client received 404");
    }

    @Test
    void expectationsOfWhatDidNotHappenFail() throws IOException {
        try (Playbook play = Playbook.of()) {
            Played played = play.exchange("GET http://shop.test/", "200 OK\n\nhello");
            assertFails(played::serverReceivedNothing, "the server received a request");
            assertFails(() -> played.serverDidNotReceive("Host"), "the server received \"Host\"");
            assertFails(played::clientReceivedNothing, "the client received a response");
            assertFails(() -> played.clientReceived("bye"), "the client did not receive \"bye\"");
            assertFails(
                    () -> played.decided(Hook.REQUEST_HEAD, Verdict.Drop.class),
                    "no handler of REQUEST_HEAD decided Drop");
            assertFails(() -> played.published(dev.steno.addon.FlowEvent.Deleted.class), "no fact was Deleted");
            try (PlayedStream chat = play.webSocket("http://chat.test/")) {
                chat.clientSends("a");
                assertFails(() -> chat.serverReceives("b"), "expected \"b\" (server <-), not \"a\"");
            }
        }
    }

    private interface Expectation {
        void check() throws IOException;
    }

    private static void assertFails(Expectation expectation, String message) {
        assertThatThrownBy(expectation::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(message + "\n\nWhat happened:\n");
    }
}

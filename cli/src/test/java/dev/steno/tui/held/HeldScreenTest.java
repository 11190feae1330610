package dev.steno.tui.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.SampleSession;
import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.tui.Screenful;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screen of held messages, over the product's proxy with real clients and a real server. */
class HeldScreenTest {
    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private ScriptedOrigin origin;
    private LiveProxy proxy;
    private Screenful screen;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head + connection.readBodyOf(head).text());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        proxy = LiveProxy.start(folder, "--intercept", "~q & ~u /held");
        screen = Screenful.of(proxy.shown(), 100, 24);
    }

    @AfterEach
    void stop() throws Exception {
        screen.close();
        proxy.close();
        origin.close();
    }

    private RawClient held(String path) throws Exception {
        return proxy.post(origin, path, "user=ann");
    }

    private void openHeld() {
        screen.press("W");
    }

    @Test
    void aNewHoldIsTheBadgeOfTheFirstLineAndMovesNothing() throws Exception {
        held("/held/1");
        screen.await("/held/1");
        assertThat(screen.await("held 1").lines().findFirst().orElseThrow()).startsWith("● recording work.steno");
        assertThat(screen.text()).contains("flows").doesNotContain("ends in");

        held("/held/2");
        assertThat(screen.await("held 2")).doesNotContain("ends in");
    }

    @Test
    void heldMessagesAreListedWithWhatHoldsThem() throws Exception {
        held("/held/1");
        openHeld();
        screen.await("/held/1");
        held("/held/2");

        String text = screen.await("/held/2");

        assertThat(text).contains("request", "never", "POST", "holds ~q & ~u /held", "flow 1 is held by ~q & ~u /held");
        assertThat(text.indexOf("/held/1")).isLessThan(text.indexOf("/held/2"));
        assertThat(screen.press("j").text()).contains("flow 2 is held by");
    }

    @Test
    void aResumedMessageIsSentAndListedAsEnded() throws Exception {
        RawClient client = held("/held/1");
        openHeld();
        screen.await("/held/1");

        screen.press("a");

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(screen.await("was resumed by a command")).contains("not held any more", "nothing is held");
        assertThat(received).hasSize(1);
    }

    @Test
    void allAreResumedAtOnce() throws Exception {
        RawClient first = held("/held/1");
        RawClient second = held("/held/2");
        openHeld();
        screen.await("/held/1");
        screen.await("/held/2");

        screen.press("A");

        assertThat(first.response().text()).isEqualTo("ok");
        assertThat(second.response().text()).isEqualTo("ok");
        screen.await("2 resumed");
    }

    @Test
    void droppingAndKillingAskBefore() throws Exception {
        RawClient dropped = held("/held/1");
        openHeld();
        screen.await("/held/1");
        assertThat(screen.press("d").text()).contains("Drop flow 1? Its client gets a page that says so. y/N");
        assertThat(screen.press("n").text()).contains("nothing was done");
        screen.press("d").press("y");
        assertThat(dropped.response().text()).contains("dropped");
        screen.await("was dropped by a command");

        RawClient killed = held("/held/2");
        screen.await("/held/2");
        assertThat(screen.press("X").text()).contains("Kill flow 2?");
        screen.press("y");
        assertThat(killed.isClosedByProxy()).isTrue();
        assertThat(received).isEmpty();
    }

    @Test
    void aClientThatLeavesSaysSo() throws Exception {
        RawClient client = held("/held/1");
        openHeld();
        screen.await("flow 1 is held by");

        client.close();

        assertThat(screen.await("the client left")).contains("not held any more", "nothing is held");
    }

    @Test
    void aRequestIsAnsweredByHand() throws Exception {
        RawClient client = held("/held/1");
        openHeld();
        screen.await("flow 1 is held by");

        assertThat(screen.press("s").type("99").text()).contains("a status from 200 to 599");
        screen.press("backspace", "backspace").type("403 not today").press("enter");

        assertThat(client.response().text()).isEqualTo("not today");
        screen.await("flow 1 was answered with 403");
    }

    @Test
    void whatIsHeldIsAskedForAndCanBeSwitchedOff() throws Exception {
        assertThat(screen.press("i").await("hold what matches: ~q & ~u /held")).contains("enter accept");
        screen.press("ctrl-u").type("status >=").press("enter");
        assertThat(screen.text()).contains("character 10 of the filter");
        screen.press("ctrl-u").type("~q & ~u /other").press("enter");
        screen.await("what matches ~q & ~u /other is held");
        assertThat(held("/held/1").response().text()).isEqualTo("ok");

        screen.press("I");
        screen.await("nothing more is held");
        assertThat(held("/other").response().text()).isEqualTo("ok");
        screen.press("I");
        screen.await("what matches the filter is held");
        held("/other");
        screen.await("held 1");
    }

    @Test
    void quittingWhileMessagesAreHeldSaysWhatWillHappen() throws Exception {
        held("/held/1");
        screen.await("held 1");

        assertThat(screen.press("Q").text()).contains("1 message is held; its client gets no answer");
        assertThat(screen.press("n").hasEnded()).isFalse();
        assertThat(screen.press("Q").press("y").hasEnded()).isTrue();
    }

    @Test
    void aFileAloneHoldsNothingAndSaysWhy() throws Exception {
        try (Screenful file = Screenful.of(SampleSession.write(folder.resolve("alone.steno")), 100, 24)) {
            file.await("data?q=1");
            assertThat(file.press("i").text()).contains("work.steno is read-only, as no Steno records to it");
            assertThat(file.press("e").text()).contains("read-only");
            assertThat(file.press("W").await("so nothing is held")).contains("read-only");
            assertThat(file.press("a").text()).contains("read-only");
        }
    }

    @Test
    void theRequestIsSentAgainAndTheNewFlowIsShown() throws Exception {
        assertThat(proxy.post(origin, "/x", "a").response().text()).isEqualTo("ok");
        screen.await("/x");
        await().untilAsserted(() -> assertThat(screen.press("r").text()).doesNotContain("there is no flow"));

        screen.await("flow 1 was sent again as flow 2");
        screen.press("enter").await("#2 ");
    }
}

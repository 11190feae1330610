package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which of several recorded responses to equal requests answers. */
class CandidatesTest extends MockingProxy {
    private Tape numbers(int count) {
        Tape tape = tape();
        for (int i = 1; i <= count; i++) {
            tape.get(SHOP + "/a").text("answer " + i);
        }
        return tape;
    }

    private List<String> asked(int times) throws Exception {
        List<String> bodies = new ArrayList<>();
        RawClient client = shop();
        for (int i = 0; i < times; i++) {
            bodies.add(sendTo(client, "GET", "/a", "").text());
        }
        return bodies;
    }

    @Test
    void recordedResponsesAreUsedInOrderAndTheLastOneIsRepeated() throws Exception {
        offline(numbers(3));

        assertThat(asked(5)).containsExactly("answer 1", "answer 2", "answer 3", "answer 3", "answer 3");
        assertThat(note(2)).isEqualTo("flow 2 of shop.steno, 2 of 3");
    }

    @Test
    void theyAreUsedAgainFromTheFirstOneOn() throws Exception {
        offline(numbers(2));
        set("mock-repeat", "cycle");

        assertThat(asked(5)).containsExactly("answer 1", "answer 2", "answer 1", "answer 2", "answer 1");
    }

    @Test
    void eachIsUsedOnceByDefaultAndTheExtraPolicyAppliesAfterTheLastOne() throws Exception {
        set("server-replay-extra", "404");
        replay(numbers(2));

        assertThat(asked(2)).containsExactly("answer 1", "answer 2");
        assertThat(mock.count()).isZero();
        assertThat(asked(1).get(0)).contains("all 2 recorded responses to GET https://shop.invalid/a were used");
    }

    @Test
    void reuseUsesTheFirstOneAlways() throws Exception {
        set("server-replay-nopop", "true");
        replay(numbers(3));

        assertThat(asked(3)).containsExactly("answer 1", "answer 1", "answer 1");
    }

    @Test
    void theLastOneCanBeUsedAlways() throws Exception {
        offline(numbers(3));
        set("mock-order", "last");

        assertThat(asked(2)).containsExactly("answer 3", "answer 3");
    }

    @Test
    void eachClientCanBeginWithTheFirstOne() throws Exception {
        offline(numbers(2));
        set("mock-per-client", "true");

        assertThat(asked(1)).containsExactly("answer 1");
        RawClient other = closing(RawClient.over(
                new Socket(InetAddress.getByName("127.0.0.1"), proxy.port(), InetAddress.getByName("127.0.0.7"), 0)));
        other.connect("shop.invalid:443").tls(trustingSteno(), "shop.invalid", "http/1.1");
        assertThat(sendTo(other, "GET", "/a", "").text()).isEqualTo("answer 1");
        assertThat(asked(1)).containsExactly("answer 2");
        assertThat(mock.cursors().list()).extracting(Cursors.State::used).containsExactlyInAnyOrder(2, 1);
    }

    @Test
    void concurrentRequestsTakeDistinctResponses() throws Exception {
        int count = 24;
        offline(numbers(count));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(shop());
        }
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (RawClient client : clients) {
            answers.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return sendTo(client, "GET", "/a", "").text();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        TreeSet<String> bodies = new TreeSet<>();
        for (CompletableFuture<String> each : answers) {
            bodies.add(each.get(60, TimeUnit.SECONDS));
        }
        assertThat(bodies).hasSize(count);
    }

    @Test
    void aResetBeginsWithTheFirstOneAgain() throws Exception {
        offline(numbers(3));

        assertThat(asked(2)).containsExactly("answer 1", "answer 2");
        assertThat(mock.cursors().list()).containsExactly(new Cursors.State("GET https://shop.invalid/a", 2, 3, ""));
        assertThat(mock.cursors().reset()).isEqualTo(1);
        assertThat(asked(1)).containsExactly("answer 1");
    }

    @Test
    void keptStateGoesOnAfterARestart() throws Exception {
        Path state = folder.resolve("state");
        offline(numbers(3));
        assertThat(asked(1)).containsExactly("answer 1");
        mock.cursors().save(state);

        mock.cursors().reset();
        mock.cursors().restore(state);

        assertThat(asked(1)).containsExactly("answer 2");
        assertThat(Files.readString(state)).contains("GET https://shop.invalid/a");
    }

    @Test
    void sessionsAreUsedInTheirOrder() throws Exception {
        Tape first = tape("first.steno");
        first.get(SHOP + "/a").text("of the first");
        Tape second = tape("second.steno");
        second.get(SHOP + "/a").text("of the second");
        offline(first, second);

        assertThat(asked(2)).containsExactly("of the first", "of the second");
        assertThat(note(2)).isEqualTo("flow 1 of second.steno, 2 of 2");
    }

    @Test
    void aSessionThatIsStillRecordedToGivesItsNewFlows() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("answer 1");
        offline(tape);
        assertThat(ask("GET", "/late").status()).isEqualTo(404);

        tape.get(SHOP + "/late").text("late");
        tape.write();

        RawClient client = shop();
        await().atMost(60, TimeUnit.SECONDS).until(() -> mock.count() == 2);
        assertThat(sendTo(client, "GET", "/late", "").text()).isEqualTo("late");
    }

    @Test
    void aMockWhoseFilterMatchesNoFlowSaysThatNothingAnswers() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("fine");
        offline(tape);
        assertThat(whyNothingAnswers()).isNull();

        set("mock-filter", "id = 999");
        assertThat(whyNothingAnswers())
                .isEqualTo("the mock answers nothing: no flow of " + tape.file + " matches the filter id = 999");

        set("mock-mode", "new");
        assertThat(whyNothingAnswers()).isNull();
    }

    private String whyNothingAnswers() throws Exception {
        mock.running().loaded().toCompletableFuture().get(60, TimeUnit.SECONDS);
        return Mock.whyNothingAnswers(mock.running(), proxy.options.get(MockOptions.class));
    }

    @Test
    void onlyFlowsThatMatchTheFilterAreUsed() throws Exception {
        set("mock-filter", "~c 200");
        Tape tape = tape();
        tape.get(SHOP + "/a").status(500).text("failure");
        tape.get(SHOP + "/a").text("fine");
        offline(tape);

        assertThat(asked(2)).containsExactly("fine", "fine");
    }
}

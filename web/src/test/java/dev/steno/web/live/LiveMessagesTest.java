package dev.steno.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a page sees of its window of a flow's messages while messages pass. */
@Timeout(600)
class LiveMessagesTest {
    @TempDir
    Path folder;

    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LiveServer(folder.resolve("work.steno"));
        HttpFlow like = ListedFlows.open(1);
        server.session.accept(new FlowEvent.Opened(new TcpFlow(
                1,
                1,
                FlowState.OPEN,
                like.started(),
                Times.UNSET,
                like.client(),
                null,
                new Endpoint("host.test", 9000),
                "tcp",
                0,
                0,
                0,
                0,
                null,
                Notes.NONE)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void pass(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            server.session.accept(new FlowEvent.MessageSeen(new Message(
                    1,
                    sequence,
                    ListedFlows.EPOCH + sequence,
                    sequence % 2 == 0 ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT,
                    ("message " + sequence).getBytes(StandardCharsets.US_ASCII))));
        }
    }

    private static List<Long> sequences(Map<String, Object> frame) {
        return ((List<?>) frame.get("rows"))
                .stream()
                        .map(row -> ((Number) ((Map<?, ?>) row).get("seq")).longValue())
                        .toList();
    }

    private static Map<String, Object> frame(LiveClient page, long... sequences) throws InterruptedException {
        List<Long> wanted = LongStream.of(sequences).boxed().toList();
        return page.next(
                message -> message.get("t").equals("m") && sequences(message).equals(wanted));
    }

    @Test
    void theTailOfTheMessagesFollows() throws Exception {
        pass(0, 9);
        try (LiveClient page = server.open()) {
            page.send("{'t':'msgs','flow':1,'count':3,'tail':true}");
            Map<String, Object> frame = frame(page, 7, 8, 9);
            assertThat(LiveClient.number(frame, "flow")).isEqualTo(1);
            assertThat(LiveClient.number(frame, "size")).isEqualTo(10);
            assertThat(LiveClient.number(frame, "from")).isEqualTo(7);
            assertThat(((Map<?, ?>) ((List<?>) frame.get("rows")).get(0)).get("text"))
                    .isEqualTo("message 7");
            pass(10, 10);
            frame(page, 8, 9, 10);
        }
    }

    @Test
    void aPageThatDoesNotPaintGetsOneFrameOfMessages() throws Exception {
        pass(0, 9);
        try (LiveClient page = server.openSlow();
                LiveClient other = server.open()) {
            page.send("{'t':'msgs','flow':1,'count':3,'tail':true}");
            Map<String, Object> first = page.frameUnacknowledged(
                    "m", frame -> sequences(frame).equals(List.of(7L, 8L, 9L)));
            other.send("{'t':'msgs','flow':1,'count':3,'tail':true}");
            for (long sequence = 10; sequence < 15; sequence++) {
                pass(sequence, sequence);
                frame(other, sequence - 2, sequence - 1, sequence);
            }
            assertThat(page.rest()).noneMatch(message -> message.get("t").equals("m"));
            page.send("{'t':'ack','m':" + first.get("n") + "}");
            page.frameUnacknowledged("m", frame -> sequences(frame).equals(List.of(12L, 13L, 14L)));
        }
    }

    @Test
    void aFrameThatThePageLeftWithoutPaintingDelaysNoOther() throws Exception {
        pass(0, 9);
        try (LiveClient page = server.openSlow()) {
            page.send("{'t':'msgs','flow':1,'count':3,'tail':true}");
            page.frameUnacknowledged("m", frame -> sequences(frame).equals(List.of(7L, 8L, 9L)));
            page.send("{'t':'msgs','flow':0}");
            page.send("{'t':'msgs','flow':1,'count':2,'tail':true}");
            page.frameUnacknowledged("m", frame -> sequences(frame).equals(List.of(8L, 9L)));
        }
    }

    @Test
    void messagesAreFiltered() throws Exception {
        pass(0, 19);
        try (LiveClient page = server.open()) {
            page.send("{'t':'msgs','flow':1,'count':5,'filter':'message 1','direction':'client'}");
            frame(page, 10, 12, 14, 16, 18);
            page.send("{'t':'msgs','flow':1,'count':2,'from':1,'filter':'message 1','direction':'client'}");
            assertThat(LiveClient.number(frame(page, 12, 14), "from")).isEqualTo(1);
        }
    }

    @Test
    void theMessagesOfAFlowCanBeLeft() throws Exception {
        pass(0, 9);
        try (LiveClient page = server.open()) {
            page.send("{'t':'msgs','flow':1,'count':3,'tail':true}");
            frame(page, 7, 8, 9);
            page.send("{'t':'msgs','flow':0}");
            page.send("{'t':'win','count':3,'tail':true}");
            page.next("w");
            pass(10, 12);
            server.session.durable().get();
            page.next("status");
            page.next("status");
            assertThat(page.rest()).noneMatch(message -> message.get("t").equals("m"));
        }
    }
}

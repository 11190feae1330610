package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.testing.http2.FrameClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Calls of gRPC in which both sides send messages are answered while their requests last. */
class ConversationTest extends MockingProxy {
    private static final String CHAT = SHOP + "/pkg.Service/Chat";
    private static final int MESSAGE = 6; // a letter behind five bytes

    private static byte[] message(char letter) {
        return new byte[] {0, 0, 0, 0, 1, (byte) letter};
    }

    private static byte[] messages(String letters) {
        StringBuilder all = new StringBuilder();
        letters.chars().forEach(each -> all.append("\0\0\0\0\1").append((char) each));
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The server greets, then answers each of two questions a second after the one before. */
    private void recordChat() throws Exception {
        Tape tape = tape();
        tape.request("POST", CHAT)
                .version("HTTP/2.0")
                .sending("application/grpc", messages("ab"))
                .sentInPieces(MESSAGE, 100, MESSAGE, 1_000)
                .field("content-type", "application/grpc")
                .trailers("grpc-status", "0", "x-end", "yes")
                .bytes(messages("012"))
                .pieces(MESSAGE, 0, MESSAGE, 150, MESSAGE, 1_000);
        tape.get(SHOP + "/other").text("other");
        offline(tape);
    }

    private static String letter(FrameClient client) throws Exception {
        FrameClient.Frame data = client.await(FrameClient.DATA, 1);
        assertThat(data.payload()).hasSize(MESSAGE);
        return String.valueOf((char) data.payload()[5]);
    }

    @Test
    void whatFollowedAMessageOfTheClientIsSentAfterItAndTheRequestIsRecordedWhole() throws Exception {
        recordChat();
        FrameClient client = shop2();
        client.request(1, false, "POST", CHAT, "content-type", "application/grpc", "te", "trailers");
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1))).containsEntry(":status", "200");
        assertThat(letter(client)).isEqualTo("0");
        client.data(1, false, message('x'));
        assertThat(letter(client)).isEqualTo("1");
        client.request(3, true, "GET", SHOP + "/other");
        for (FrameClient.Frame frame = client.next(); frame.stream() != 3 || frame.type() != FrameClient.DATA; ) {
            assertThat(frame.stream())
                    .as("what is sent before the second question")
                    .isNotEqualTo(1);
            frame = client.next();
        }
        client.data(1, false, message('y'));
        assertThat(letter(client)).isEqualTo("2");
        client.data(1, true, new byte[0]);
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1)))
                .containsEntry("grpc-status", "0")
                .containsEntry("x-end", "yes");

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.request().body().size()).isEqualTo(2 * MESSAGE);
        assertThat(flow.request().body().trueSize()).isEqualTo(2 * MESSAGE);
        assertThat(flow.notes().metadata()).containsEntry("mock", "flow 1 of shop.steno");
        assertThat(connects).isEmpty();
    }

    @Test
    void aClientThatEndsEarlyGetsTheRest() throws Exception {
        recordChat();
        FrameClient client = shop2();
        client.request(1, false, "POST", CHAT, "content-type", "application/grpc", "te", "trailers");
        client.data(1, true, message('x'));

        FrameClient.Answer answer = client.answer(1);

        assertThat(answer.body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(messages("012"));
        assertThat(answer.trailers()).containsEntry("grpc-status", "0");
    }

    @Test
    void aClientThatLeavesEndsTheConversation() throws Exception {
        recordChat();
        FrameClient client = shop2();
        client.request(1, false, "POST", CHAT, "content-type", "application/grpc", "te", "trailers");
        assertThat(letter(client)).isEqualTo("0");
        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(8)); // CANCEL

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.error()).isNotNull();
        client.request(3, true, "GET", SHOP + "/other");
        assertThat(client.answer(3).body()).isEqualTo("other");
    }
}

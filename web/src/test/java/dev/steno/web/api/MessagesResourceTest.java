package dev.steno.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesResourceTest {
    @TempDir
    Path folder;

    private ContentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ContentServer(folder, content -> new MessagesResource(content).routes());
        server.flow(1, FlowState.OPEN, Body.NONE, "/chat", Body.NONE, "Upgrade", "websocket");
        server.commit(
                message(0, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, true, Message.Edit.NONE, "{\"ask\":1}"),
                message(1, Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, false, Message.Edit.NONE, "\u0001\u0002"),
                message(2, Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, true, Message.Edit.NONE, "\u0003"),
                message(3, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, true, Message.Edit.DROPPED, "gone"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static FlowEvent message(
            long sequence, Direction direction, Message.Kind kind, boolean last, Message.Edit edit, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
        long time = ContentServer.EPOCH + sequence * 1_000_000;
        return new FlowEvent.MessageSeen(
                new Message(1, sequence, time, direction, kind, last, edit, bytes.length, bytes));
    }

    @Test
    void messagesAreListed() throws Exception {
        assertThat(server.text("/flows/1/messages")).isEqualTo("""
                {"size":3,"from":0,"searched":4,"of":4,"rows":[\
                {"seq":0,"time":"2026-09-21T14:13:20Z","direction":"client","kind":"text","size":9,"text":"{\\"ask\\":1}"},\
                {"seq":1,"time":"2026-09-21T14:13:20.001Z","direction":"server","kind":"binary","size":3,"parts":2,\
                "binary":true,"text":"01 02"},\
                {"seq":3,"time":"2026-09-21T14:13:20.003Z","direction":"client","kind":"text","edit":"dropped","size":4,\
                "text":"gone"}]}""");
    }

    @Test
    void theListIsFiltered() throws Exception {
        assertThat(server.text("/flows/1/messages?direction=server")).contains("\"size\":1,", "\"seq\":1,");
        assertThat(server.text("/flows/1/messages?filter=ASK")).contains("\"size\":1,", "\"seq\":0,");
        assertThat(server.text("/flows/1/messages?kind=text&tail=1&limit=1")).contains("\"from\":1,", "\"seq\":3,");
        assertThat(server.get("/flows/1/messages?direction=up").statusCode()).isEqualTo(400);
        assertThat(server.get("/flows/1/messages?filter=%28").statusCode()).isEqualTo(400);
        assertThat(server.get("/flows/2/messages").statusCode()).isEqualTo(404);
    }

    @Test
    void aMessageIsSentAndShown() throws Exception {
        assertThat(server.get("/flows/1/messages/1/body").body()).containsExactly(1, 2, 3);
        assertThat(server.text("/flows/1/messages/0/look"))
                .contains("\"view\":\"json\"", "{\\n  \\\"ask\\\": 1\\n}\\n");
        assertThat(server.get("/flows/1/messages/9/body").statusCode()).isEqualTo(404);
        assertThat(server.get("/flows/1/messages/9/look").statusCode()).isEqualTo(404);
    }
}

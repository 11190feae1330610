package dev.steno.net.local;

import dev.steno.flow.WebSocketSource;
import dev.steno.local.ClientPart;
import dev.steno.net.conn.ClientConnection;
import io.netty.channel.Channel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client of a raw stream that exists only as a {@link ClientPart}. On the event loop of its client. */
final class PlayedPiecesHandler extends PlayedClientHandler {
    PlayedPiecesHandler(ClientConnection client, Channel channel, ClientPart part, Consumer<String> cut) {
        super(client, channel, part, unheard -> {}, cut);
    }

    @Override
    protected void perform(WebSocketSource.@Nullable Step step) {
        if (step instanceof WebSocketSource.Send send) {
            send(send.data());
            askNext();
        } else if (step instanceof WebSocketSource.Close) {
            endInput();
            askNext();
        } else {
            end();
        }
    }

    @Override
    protected void received(byte[] data) {
        count(data.length);
    }
}

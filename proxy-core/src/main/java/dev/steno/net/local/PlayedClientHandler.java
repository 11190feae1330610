package dev.steno.net.local;

import dev.steno.flow.WebSocketSource.Step;
import dev.steno.local.ClientPart;
import dev.steno.net.channel.Failures;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.PlayedEndHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client of a relayed stream that exists only as a {@link ClientPart}. On the event loop of its client. */
abstract class PlayedClientHandler extends PlayedEndHandler {
    private final ClientPart part;
    private final Consumer<String> remarks;
    private final Consumer<String> cut;
    private ClientPart.@Nullable Play play; // null until the stream begins
    private boolean serverDone;

    /**
     * @param remarks notes what the part has to say, on the event loop
     * @param cut ends the stream with a reason
     */
    PlayedClientHandler(
            ClientConnection client, Channel channel, ClientPart part, Consumer<String> remarks, Consumer<String> cut) {
        super(client, channel);
        this.part = part;
        this.remarks = remarks;
        this.cut = cut;
    }

    /** The relay reads from now on. */
    void beginPlay() {
        play = part.open(new Stream());
        begin();
    }

    @Override
    protected @Nullable CompletionStage<@Nullable Step> ask() {
        return play == null ? null : play.next();
    }

    @Override
    protected void failed(Throwable why) {
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        takeNoFurtherStep();
        cut.accept(Failures.text(cause));
    }

    /** @param more as in {@link ClientPart.Play#received} */
    protected void count(long more) {
        if (play != null && more > 0) {
            play.received(more);
        }
    }

    /** The server sent a Close frame; the action answers it. */
    protected void serverCloses(Runnable action) {
        if (play != null && !serverDone) {
            serverDone = true;
            play.serverCloses().whenComplete((noted, error) -> soon(action));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        takeNoFurtherStep();
        if (play != null) {
            play.close();
        }
        context.fireChannelInactive();
    }

    private final class Stream implements ClientPart.Stream {
        @Override
        public Executor blocking() {
            return client.proxy().addons().sources();
        }

        @Override
        public void later(long nanos, Runnable task) {
            try {
                client.loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // the proxy has stopped, and with it the stream
            }
        }

        @Override
        public void remark(String what) {
            soon(() -> remarks.accept(what));
        }
    }
}

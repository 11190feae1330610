package dev.steno.view.command;

import dev.steno.addon.WaitingMessage;
import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.flow.NewEvent;
import dev.steno.hold.HeldFlows;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Commands on the messages of WebSockets and raw streams in progress: those that are held, and further ones. */
public final class StreamCommands {
    private static final String BY = "a command";
    private static final int PREVIEW = 200;

    private final Supplier<HeldFlows> held;
    private final Supplier<View> view;

    /**
     * @param held supplies the held flows each time a command needs them
     * @param view supplies the view in which flows are selected each time a command needs it
     */
    public StreamCommands(Supplier<HeldFlows> held, Supplier<View> view) {
        this.held = held;
        this.view = view;
    }

    /** The receiver of an injected message. */
    enum Towards {
        /** The client. */
        TO_CLIENT(Direction.SERVER_TO_CLIENT),
        /** The server. */
        TO_SERVER(Direction.CLIENT_TO_SERVER);

        private final Direction direction;

        Towards(Direction direction) {
            this.direction = direction;
        }
    }

    /**
     * A held message.
     *
     * @param number its number among the held messages of the flow
     * @param from who sent it
     * @param kind what it is
     * @param size its bytes
     * @param edited whether it was changed
     * @param begin the begin of it, as UTF-8
     */
    public record HeldRow(long number, String from, String kind, int size, boolean edited, String begin) {}

    @Command(name = "inject.websocket", help = "Sends a message in an open WebSocket, after those that are held.")
    CompletionStage<Void> websocket(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The receiver.") Towards to,
            @Arg(help = "The message, as UTF-8.") String text,
            @Arg(help = "Whether it is a binary message.", defaultValue = "false") boolean binary) {
        Message.Kind kind = binary ? Message.Kind.BINARY : Message.Kind.TEXT;
        return inject(flow, to, kind, text);
    }

    @Command(name = "inject.tcp", help = "Sends bytes in an open raw stream, after those that are held.")
    CompletionStage<Void> tcp(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The receiver.") Towards to,
            @Arg(help = "The bytes, as UTF-8.") String text) {
        return inject(flow, to, Message.Kind.PIECE, text);
    }

    @Command(
            name = "inject.sse",
            help = "Puts an event into an open response of type text/event-stream, after the event in progress.")
    CompletionStage<Void> event(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The data of the event, of any number of lines.") String data,
            @Arg(help = "The type of the event; empty for none, which is message.", defaultValue = "") String event,
            @Arg(help = "The last event ID that the client keeps; empty for none.", defaultValue = "") String id,
            @Arg(help = "After how many milliseconds the client connects again; -1 leaves it.", defaultValue = "-1")
                    long retry) {
        if (retry < -1) {
            throw new CommandException("retry is a number of milliseconds from 0, or -1 to leave it, not " + retry);
        }
        NewEvent made;
        try {
            made = new NewEvent(data, event.isEmpty() ? null : event, id.isEmpty() ? null : id, retry);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        return act(flow, number -> held.get().inject(number, made, BY));
    }

    private CompletionStage<Void> inject(FlowSpec flow, Towards to, Message.Kind kind, String text) {
        return act(flow, number -> held.get().inject(number, to.direction, kind, utf8(text), BY));
    }

    @Command(name = "flow.messages.held", help = "Lists the held messages of a WebSocket or a raw stream.")
    CompletionStage<List<HeldRow>> list(@Arg(help = "One flow.") FlowSpec flow) {
        return one(flow)
                .thenCompose(number -> held.get().messages(number))
                .thenApply(
                        messages -> messages.stream().map(StreamCommands::row).toList());
    }

    private static HeldRow row(WaitingMessage message) {
        byte[] data = message.data();
        return new HeldRow(
                message.number(),
                message.direction().isFromClient() ? "client" : "server",
                message.kind().name().toLowerCase(Locale.ROOT),
                data.length,
                message.edited(),
                new String(data, 0, Math.min(PREVIEW, data.length), StandardCharsets.UTF_8));
    }

    @Command(name = "flow.message.set", help = "Changes a held message, which stays held.")
    CompletionStage<Void> set(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The number of the message; see flow.messages.held.") long message,
            @Arg(help = "The new content, as UTF-8.") String text) {
        return act(flow, number -> held.get().editMessage(number, message, utf8(text), BY));
    }

    @Command(name = "flow.message.resume", help = "Sends a held message on, after those before it.")
    CompletionStage<Void> resume(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The number of the message; see flow.messages.held.") long message) {
        return act(flow, number -> held.get().resumeMessage(number, message, BY));
    }

    @Command(name = "flow.message.drop", help = "Drops a held message, which is recorded and not sent.")
    CompletionStage<Void> drop(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The number of the message; see flow.messages.held.") long message) {
        return act(flow, number -> held.get().dropMessage(number, message, BY));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private CompletionStage<Void> act(FlowSpec flow, Function<Long, CompletionStage<Flow>> action) {
        return one(flow).thenCompose(action).thenAccept(after -> {});
    }

    /** A number is taken as it is, so that it can be acted on if nothing is recorded. */
    private CompletionStage<Long> one(FlowSpec flow) {
        if (flow instanceof FlowSpec.Ids ids && ids.flows().size() == 1) {
            return CompletableFuture.completedFuture(ids.flows().get(0));
        }
        return view.get().resolve(flow).thenApply(found -> {
            if (found.getLongCardinality() != 1) {
                throw new CommandException("exactly one flow is needed; " + flow + " selects "
                        + found.getLongCardinality() + ": give the number of one after @, such as @12");
            }
            return CommandResults.flows(found).get(0);
        });
    }
}

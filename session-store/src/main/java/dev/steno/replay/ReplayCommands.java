package dev.steno.replay;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.edit.EditOp;
import dev.steno.filter.Filter;
import dev.steno.replay.ask.RunAsk;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Commands that send requests again. What they read of the session is read on another thread. */
public final class ReplayCommands {
    private static final String OPTIONS =
            "Options as those of steno replay, such as timing=asap, target=URL or set=header:NAME=VALUE; with them, the requests"
                    + " are a run beside the queue.";

    private final Supplier<View> view;
    private final Supplier<ClientReplay> replay;

    /**
     * @param view supplies the view in which flows are selected each time a command needs it
     * @param replay supplies what sends requests again each time a command needs it
     */
    public ReplayCommands(Supplier<View> view, Supplier<ClientReplay> replay) {
        this.view = view;
        this.replay = replay;
    }

    /** A part of a command, which may read the session. */
    private interface Reading<T> {
        T of(ClientReplay replay) throws IOException;
    }

    private <T> CompletableFuture<T> reading(Reading<T> part) {
        ClientReplay sender = replay.get();
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return part.of(sender);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e.getMessage(), e);
                    }
                },
                sender.blocking());
    }

    @Command(
            name = "replay.client",
            help =
                    "Queues the requests of recorded flows to be sent again as new flows, and counts them. Tells why others"
                            + " cannot be sent; fails if none can.")
    CompletionStage<ClientReplay.Queued> client(
            @Arg(
                            help =
                                    "The flows; sent in the order given, or in that of their numbers; with options, of their starts.")
                    FlowSpec flows,
            @Arg(help = OPTIONS) List<String> options) {
        if (!options.isEmpty()) {
            RunAsk asked = RunTexts.read(options);
            return view.get()
                    .resolve(flows)
                    .thenCompose(found -> reading(sender -> sender.run(found, asked)))
                    .thenApply(ReplayCommands::unlessAllRefused);
        }
        CompletableFuture<ClientReplay.Queued> queued = flows instanceof FlowSpec.Ids ids
                ? reading(sender -> sender.queue(
                        ids.flows().stream().mapToLong(Long::longValue).iterator()))
                : view.get().resolve(flows).thenCompose(found -> reading(sender -> sender.queue(numbers(found))));
        return queued.thenApply(ReplayCommands::unlessAllRefused);
    }

    private static ClientReplay.Queued unlessAllRefused(ClientReplay.Queued queued) {
        if (queued.queued() == 0) {
            throw new CommandException(
                    queued.refused().isEmpty()
                            ? "no flow matches, so nothing is sent"
                            : String.join("; ", queued.refused()));
        }
        return queued;
    }

    private static PrimitiveIterator.OfLong numbers(Roaring64Bitmap flows) {
        PeekableLongIterator each = flows.getLongIterator();
        return new PrimitiveIterator.OfLong() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public long nextLong() {
                return each.next();
            }
        };
    }

    @Command(
            name = "replay.client.file",
            help =
                    "Queues the requests of a session in another file, or of those of its flows that match a filter, to be sent"
                            + " again as new flows, and counts them. Tells why others cannot be sent; fails if none can.")
    CompletionStage<ClientReplay.Queued> file(
            @Arg(help = "The session file.") Path file,
            @Arg(help = "Only flows that match.", defaultValue = "") Filter filter,
            @Arg(help = OPTIONS) List<String> options) {
        if (!options.isEmpty()) {
            RunAsk asked = RunTexts.read(options);
            return reading(sender -> sender.run(file, filter, asked)).thenApply(ReplayCommands::unlessAllRefused);
        }
        return reading(sender -> sender.queue(file, filter)).thenApply(ReplayCommands::unlessAllRefused);
    }

    @Command(
            name = "replay.client.stop",
            help = "Sends nothing more of what was queued, ends what is in flight of it, and counts both.")
    long stop() {
        return replay.get().stop();
    }

    @Command(name = "replay.client.count", help = "Counts the requests that are queued or in flight.")
    long count() {
        return replay.get().count();
    }

    @Command(
            name = "replay.flow",
            help =
                    "Sends the request of one recorded flow again at once, and shows the number of the new flow. The recorded"
                            + " flow stays as it is.")
    CompletionStage<Long> flow(
            @Arg(help = "The flow.") FlowSpec flow,
            @Arg(help = "Changes of the request, such as method=PUT or \"header.set=Accept: text/html\".")
                    List<EditOp> changes) {
        CompletableFuture<Long> one = flow instanceof FlowSpec.Ids ids
                ? CompletableFuture.completedFuture(only(ids.flows()))
                : view.get().resolve(flow).thenApply(found -> {
                    List<Long> numbers = new ArrayList<>();
                    PeekableLongIterator each = found.getLongIterator();
                    while (each.hasNext() && numbers.size() < 2) {
                        numbers.add(each.next());
                    }
                    return only(numbers);
                });
        return one.thenCompose(number -> reading(sender -> sender.sendAgain(number, changes)))
                .thenCompose(this::shown);
    }

    /** Completes once the view shows the new flow, if its filter lets it. */
    private CompletionStage<Long> shown(CompletionStage<Long> began) {
        return began.thenCompose(number -> view.get().settled().thenApply(done -> number));
    }

    private static long only(List<Long> flows) {
        if (flows.size() != 1) {
            throw new CommandException(
                    flows.isEmpty()
                            ? "there is no such flow"
                            : "these are several flows; give one, or use replay.client for many");
        }
        return flows.get(0);
    }

    @Command(name = "replay.send", help = "Sends a new request, and shows the number of its flow.")
    CompletionStage<Long> send(
            @Arg(help = "The method, such as GET.") String method,
            @Arg(help = "The absolute URL.") String url,
            @Arg(help = "The body, as UTF-8.", defaultValue = "") String body,
            @Arg(help = "Header fields, such as \"Content-Type: text/plain\".") List<String> headers) {
        List<EditOp> changes = new ArrayList<>();
        for (String line : headers) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new CommandException(
                        "\"" + line + "\" is not a header field; give one such as \"Content-Type: text/plain\"");
            }
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            changes.add(
                    name.equalsIgnoreCase("Host")
                            ? new EditOp.HeaderSet(name, value, -1)
                            : new EditOp.HeaderAdd(name, value, -1));
        }
        if (!body.isEmpty()) {
            changes.add(new EditOp.NewBody(body, null, false));
        }
        return shown(replay.get().sendNew(method, url, changes));
    }
}

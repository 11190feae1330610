package dev.steno.view.command;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.FlowsInFlight;
import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The command that ends flows in progress. A flow that ends by itself meanwhile is not counted. */
public final class KillCommand {
    private static final String WHO = "a command";

    private final Supplier<View> view;
    private final Supplier<FlowsInFlight> inFlight;

    /**
     * @param view called when a command needs the view that it acts on
     * @param inFlight called when a command needs the flows in progress
     */
    public KillCommand(Supplier<View> view, Supplier<FlowsInFlight> inFlight) {
        this.view = view;
        this.inFlight = inFlight;
    }

    @Command(
            name = "flow.kill",
            help =
                    "Ends flows in progress at any stage, and counts them. Fails for a flow given by its number that is not in progress.")
    CompletionStage<Long> kill(
            @Arg(help = "The flows; those that have ended are left out.") FlowSpec flows,
            @Arg(help = "What their clients see.", defaultValue = "close") End how) {
        FlowsInFlight live = inFlight.get();
        View current = view.get();
        CompletableFuture<List<FlowInFlight>> chosen = flows instanceof FlowSpec.Ids ids
                ? CompletableFuture.completedFuture(
                        ids.flows().stream().distinct().map(live::get).toList())
                : current.resolve(flows)
                        .thenApply(found -> live.numbers().stream()
                                .filter(found::contains)
                                .flatMap(number -> live.find(number).stream())
                                .toList());
        return chosen.thenCompose(found -> kill(found, how))
                .thenCompose(count -> current.settled().thenApply(done -> count));
    }

    private static long notCounted(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof FlowActionException) { // it has ended
            return 0;
        }
        throw new CompletionException(cause);
    }

    private static CompletableFuture<Long> kill(List<FlowInFlight> flows, End how) {
        List<CompletableFuture<Long>> counts = new ArrayList<>();
        for (FlowInFlight flow : flows) {
            counts.add(flow.kill(how, WHO)
                    .thenApply(after -> 1L)
                    .exceptionally(KillCommand::notCounted)
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(counts.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        counts.stream().mapToLong(CompletableFuture::join).sum());
    }
}

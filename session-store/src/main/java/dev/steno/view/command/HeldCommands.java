package dev.steno.view.command;

import dev.steno.addon.FlowActionException;
import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.edit.EditOp;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.hold.HandAnswer;
import dev.steno.hold.HeldFlows;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Commands on held messages. A command completes when the flow's event loop has done what it asks for. */
public final class HeldCommands {
    /** Who ends a hold, as the flow records it. */
    private static final String BY = "a command";

    private final Supplier<HeldFlows> held;
    private final Supplier<View> view;
    private final Supplier<FlowEditor> editor;

    /**
     * @param held supplies the held flows each time a command needs them
     * @param view supplies the view in which flows are selected each time a command needs it
     * @param editor supplies the editor of recorded flows each time a command needs it
     */
    public HeldCommands(Supplier<HeldFlows> held, Supplier<View> view, Supplier<FlowEditor> editor) {
        this.held = held;
        this.view = view;
        this.editor = editor;
    }

    @Command(name = "flow.resume", help = "Sends held messages on, with their changes, and counts them.")
    CompletionStage<Long> resume(@Arg(help = "The flows.") FlowSpec flows) {
        return each(flows, flow -> held.get().resume(flow, BY));
    }

    @Command(name = "flow.resume.all", help = "Sends all held messages on, with their changes, and counts them.")
    CompletionStage<Long> resumeAll() {
        return held.get().resumeAll(BY);
    }

    @Command(name = "flow.drop", help = "Ends held exchanges with a page that says so, and counts them.")
    CompletionStage<Long> drop(@Arg(help = "The flows.") FlowSpec flows) {
        return each(flows, flow -> held.get().drop(flow, BY));
    }

    @Command(
            name = "flow.set",
            help =
                    "Changes held messages, which stay held, and messages of recorded flows that have ended; counts the flows.")
    CompletionStage<Long> set(
            @Arg(help = "The flows.") FlowSpec flows,
            @Arg(help = "The changes, such as method=PUT or \"header.set=Accept: text/html\".") List<EditOp> changes) {
        HeldFlows live = held.get();
        return each(
                flows,
                flow -> live.numbers().contains(flow) || !live.isInProgress(flow),
                flow -> live.isInProgress(flow)
                        ? editor.get().editHeld(live, flow, changes, BY)
                        : editor.get().editMessage(view.get(), flow, changes, BY));
    }

    @Command(name = "flow.answer", help = "Answers held requests, or replaces held responses, and counts them.")
    CompletionStage<Long> answer(
            @Arg(help = "The flows.") FlowSpec flows,
            @Arg(help = "The status, from 200 to 599.") int status,
            @Arg(help = "The body, as UTF-8.", defaultValue = "") String body,
            @Arg(help = "Header fields, such as \"Content-Type: text/plain\".") List<String> headers) {
        HttpResponse response = HandAnswer.of(status, "", fields(headers), body.getBytes(StandardCharsets.UTF_8));
        return each(flows, flow -> held.get().answer(flow, response, BY));
    }

    @Command(name = "flow.hold", help = "Holds the next message of flows that are in progress, and counts the flows.")
    CompletionStage<Long> hold(@Arg(help = "The flows.") FlowSpec flows) {
        return select(flows, held.get()::isInProgress).thenApply(numbers -> {
            numbers.forEach(held.get()::holdNext);
            return (long) numbers.size();
        });
    }

    private static Headers fields(List<String> lines) {
        Headers.Builder fields = Headers.builder(lines.size());
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new CommandException(
                        "\"" + line + "\" is not a header field; give one such as \"Content-Type: text/plain\"");
            }
            fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return fields.build();
    }

    private CompletionStage<Long> each(FlowSpec flows, Function<Long, CompletionStage<Flow>> action) {
        return each(flows, held.get().numbers()::contains, action);
    }

    /**
     * A flow that is named by its number and cannot be acted on fails the command, after all others were acted on.
     *
     * @param others which flows to act on if they are not named by their numbers
     */
    private CompletionStage<Long> each(
            FlowSpec flows, Predicate<Long> others, Function<Long, CompletionStage<Flow>> action) {
        return select(flows, others)
                .thenCompose(numbers -> HeldFlows.each(numbers, action))
                .thenApply(outcome -> {
                    if (outcome.failure() instanceof FlowActionException refused
                            && (flows instanceof FlowSpec.Ids || outcome.done() == 0)) {
                        throw outcome.done() == 0
                                ? refused
                                : new CommandException(refused.getMessage() + "; " + outcome.done() + " others were");
                    }
                    return outcome.done();
                });
    }

    /** Numbers are taken as they are, so that they can be acted on if nothing is recorded. */
    private CompletionStage<List<Long>> select(FlowSpec flows, Predicate<Long> others) {
        if (flows instanceof FlowSpec.Ids ids) {
            return CompletableFuture.completedFuture(ids.flows());
        }
        if (flows == FlowSpec.Named.HELD) {
            return CompletableFuture.completedFuture(held.get().numbers());
        }
        return view.get()
                .resolve(flows)
                .thenApply(found ->
                        CommandResults.flows(found).stream().filter(others).toList());
    }
}

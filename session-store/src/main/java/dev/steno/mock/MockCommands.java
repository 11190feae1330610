package dev.steno.mock;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Times;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands on the mock. What they read of sessions is read on other threads. */
public final class MockCommands {
    private final Supplier<View> view;
    private final Supplier<Mock> mock;

    /**
     * @param view supplies the view in which flows are selected each time a command needs it
     * @param mock supplies the mock each time a command needs it
     */
    public MockCommands(Supplier<View> view, Supplier<Mock> mock) {
        this.view = view;
        this.mock = mock;
    }

    @Command(
            name = "replay.server",
            help =
                    "Answers requests with the responses of these flows, in place of those that were loaded before, and counts"
                            + " all that answer.")
    CompletionStage<Long> server(@Arg(help = "The flows.") FlowSpec flows) {
        return load(flows, false);
    }

    @Command(
            name = "replay.server.add",
            help = "Answers requests with the responses of these flows too, and counts all that answer.")
    CompletionStage<Long> add(@Arg(help = "The flows.") FlowSpec flows) {
        return load(flows, true);
    }

    private CompletionStage<Long> load(FlowSpec flows, boolean add) {
        Mock answers = mock.get();
        CompletionStage<?> checked = flows instanceof FlowSpec.Ids ids
                ? CompletableFuture.runAsync(() -> answers.requireFlows(ids.flows()), answers.blocking())
                : CompletableFuture.completedFuture(flows);
        return checked.thenCompose(done -> view.get().resolve(flows)).thenCompose(found -> answers.load(found, add));
    }

    @Command(
            name = "replay.server.file",
            help =
                    "Answers requests with the responses of a session file, in place of those that were loaded before, and"
                            + " counts all that answer.")
    CompletionStage<Long> file(@Arg(help = "A session file.") Path path) {
        return mock.get().load(path);
    }

    @Command(
            name = "replay.server.stop",
            help =
                    "Answers no more requests, also not from the sessions of --server-replay, and counts the responses that"
                            + " were left.")
    long stop() {
        return mock.get().unload();
    }

    @Command(
            name = "replay.server.count",
            help = "Counts the recorded responses that can still be used; all of them, if they are used again.")
    long count() {
        return mock.get().count();
    }

    @Command(
            name = "mock.reset",
            help = "Begins again with the first recorded responses, and counts the requests of which some were used.")
    int reset() {
        return mock.get().cursors().reset();
    }

    @Command(name = "mock.cursors", help = "Lists how many of several recorded responses to equal requests were used.")
    List<Cursors.State> cursors() {
        return mock.get().cursors().list();
    }

    @Command(
            name = "mock.explain",
            help = "Tells what would answer a request without content: how many recorded responses, or else the closest"
                    + " recorded requests and their first differences.")
    CompletionStage<String> explain(
            @Arg(help = "The method, such as GET.") String method, @Arg(help = "The absolute URL.") String url) {
        HttpRequest request;
        try {
            request = blank(method).to(url, false);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        MockRun run = mock.get().running();
        return run.loaded()
                .thenCompose(done -> CompletableFuture.supplyAsync(
                        () -> explained(run, request), mock.get().blocking()));
    }

    private static String explained(MockRun run, HttpRequest request) {
        String shown = request.method() + " " + request.url();
        try {
            int equal = run.equal(request);
            return equal > 0
                    ? String.format(Locale.ROOT, "%s is answered from %d recorded responses", shown, equal)
                    : MissExplainer.text("no recorded request is equal to " + shown, run.explain(request))
                            .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** A request without a URL. */
    private static HttpRequest blank(String method) {
        long now = Times.now();
        return new HttpRequest(
                method, "http", "", 0, "", "HTTP/1.1", Headers.of("Host", ""), null, Body.NONE, now, now);
    }
}

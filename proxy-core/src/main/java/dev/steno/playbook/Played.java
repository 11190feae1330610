package dev.steno.playbook;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the play of one exchange. Immutable. Methods that expect something throw an {@link AssertionError}
 * with the transcript of the play if it is not so, and otherwise return this.
 */
public final class Played {
    private final @Nullable PlayedMessage server;
    private final @Nullable PlayedMessage client;
    private final @Nullable HttpFlow flow;
    private final List<PlayedVerdict> verdicts;
    private final List<FlowEvent> facts;
    private final String transcript;

    Played(
            @Nullable PlayedMessage server,
            @Nullable PlayedMessage client,
            @Nullable HttpFlow flow,
            List<PlayedVerdict> verdicts,
            List<FlowEvent> facts,
            String transcript) {
        this.server = server;
        this.client = client;
        this.flow = flow;
        this.verdicts = verdicts;
        this.facts = facts;
        this.transcript = transcript;
    }

    /** Returns the request as the server received it; fails if none came. */
    public PlayedMessage server() {
        if (server == null) {
            throw failure("the server received no request");
        }
        return server;
    }

    /** Returns the response as the client received it; fails if none came. */
    public PlayedMessage client() {
        if (client == null) {
            throw failure("the client received no response");
        }
        return client;
    }

    /** Returns the last revision of the flow; fails if the exchange became none, such as a refused tunnel. */
    public HttpFlow flow() {
        if (flow == null) {
            throw failure("there was no HTTP flow");
        }
        return flow;
    }

    /** Returns the verdicts of all handlers of the tested addons, in order. */
    public List<PlayedVerdict> verdicts() {
        return verdicts;
    }

    /** Returns all facts, in order. */
    public List<FlowEvent> facts() {
        return facts;
    }

    /** Expects that the request that the server received contains a text, in its head or its body. */
    public Played serverReceived(String text) {
        return expect(server().toString().contains(text), "the server did not receive \"" + text + "\"");
    }

    /** Expects that the request that the server received does not contain a text. */
    public Played serverDidNotReceive(String text) {
        return expect(!server().toString().contains(text), "the server received \"" + text + "\"");
    }

    /** Expects that no request came to the server. */
    public Played serverReceivedNothing() {
        return expect(server == null, "the server received a request");
    }

    /** Expects that the response that the client received contains a text, in its head or its body. */
    public Played clientReceived(String text) {
        return expect(client().toString().contains(text), "the client did not receive \"" + text + "\"");
    }

    /** Expects that the client received this status. */
    public Played clientReceived(int status) {
        return expect(client().status() == status, "the client did not receive the status " + status);
    }

    /** Expects that the connection or stream was closed without a response. */
    public Played clientReceivedNothing() {
        return expect(client == null, "the client received a response");
    }

    /** Expects that a handler of a hook gave a verdict of a kind, such as {@code Verdict.Replace.class}. */
    public Played decided(Hook<?> hook, Class<?> kind) {
        return expect(
                verdicts.stream().anyMatch(each -> each.hook() == hook && kind.isInstance(each.verdict())),
                "no handler of " + hook + " decided " + kind.getSimpleName());
    }

    /** Expects that no handler of a hook gave another verdict than to pass; none need have been called. */
    public Played passed(Hook<?> hook) {
        return expect(
                verdicts.stream()
                        .noneMatch(each -> each.hook() == hook && !(each.verdict() instanceof Verdict.Pass<?>)),
                "a handler of " + hook + " did not pass");
    }

    /** Expects that a fact of a kind was published, such as {@code FlowEvent.Closed.class}. */
    public Played published(Class<? extends FlowEvent> kind) {
        return expect(facts.stream().anyMatch(kind::isInstance), "no fact was " + kind.getSimpleName());
    }

    /** Expects that no handler threw or returned nothing. */
    public Played withoutFailures() {
        return expect(verdicts.stream().noneMatch(each -> each.verdict() == null), "a handler failed");
    }

    private Played expect(boolean so, String otherwise) {
        if (!so) {
            throw failure(otherwise);
        }
        return this;
    }

    private AssertionError failure(String what) {
        return new AssertionError(what + "\n\nWhat happened:\n" + transcript);
    }

    /** Returns the transcript. */
    @Override
    public String toString() {
        return transcript;
    }
}

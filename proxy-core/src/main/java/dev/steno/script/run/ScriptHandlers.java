package dev.steno.script.run;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.BlockingTerms;
import dev.steno.addon.FlowLocal;
import dev.steno.addon.Handlers;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.ServerFailure;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers of one script at the hooks of the proxy. They call the version that the exchange began with, so they stay
 * registered as long as any version that is in use has a method for them. Event loops and threads of blocking handlers.
 */
final class ScriptHandlers {
    private static final Logger LOG = LoggerFactory.getLogger("script");

    /** A body up to this size, in bytes, is held in memory; a larger one waits in the session, or streams without one. */
    private static final int IN_MEMORY = 1 << 20;

    /** The same if there is no session. */
    private static final int WITHOUT_SESSION = 16 << 20;

    private final String script;
    private final FlowLocal<ScriptFlowScope> scopes;
    private final Supplier<@Nullable ScriptVersion> current;
    private final Supplier<RecordedFlows> recorded;
    private final BlockingTerms terms;
    private final boolean failClosed;
    private final ScriptEvents events;

    /**
     * How methods are called.
     *
     * @param threads runs those that may block
     * @param nanos the time within which they have to return; 0 for no limit
     * @param failClosed whether an exchange is dropped if one fails
     */
    record Terms(Executor threads, long nanos, boolean failClosed) {}

    ScriptHandlers(
            String script,
            FlowLocal<ScriptFlowScope> scopes,
            Supplier<@Nullable ScriptVersion> current,
            Supplier<RecordedFlows> recorded,
            Terms terms,
            ScriptErrors errors) {
        this.script = script;
        this.scopes = scopes;
        this.current = current;
        this.recorded = recorded;
        this.failClosed = terms.failClosed;
        this.events = new ScriptEvents(current, recorded);
        this.terms = new BlockingTerms(terms.threads, terms.nanos, new BlockingTerms.Late() {
            @Override
            public <T> Verdict<T> verdict(T subject) {
                long flow = flow(subject);
                errors.add("a call", flow, PlainFailure.late(terms.nanos));
                scopes.find(flow).ifPresent(scope -> scope.late = true);
                return ofFailure();
            }
        });
    }

    /** The number of the exchange that a call was for; 0 for another subject, such as a message of a stream. */
    private static long flow(Object subject) {
        return subject instanceof HttpFlow flow
                ? flow.id()
                : subject instanceof ServerFailure failure ? failure.flow().id() : 0;
    }

    /** The calls that only tell. */
    ScriptEvents events() {
        return events;
    }

    /** Registers what some versions need. */
    void register(Handlers handlers, Collection<ScriptVersion> versions) {
        if (failClosed) {
            handlers.failClosed();
        }
        VersionHandlers to = new VersionHandlers(script, handlers, versions, terms, scopes);
        if (versions.stream().anyMatch(ScriptVersion::hasAnswers)) {
            handlers.answersFor(this::answersFor);
        }
        to.add(Hook.CLIENT, HookName.CLIENT_CONNECTED, (peer, context) -> client(peer));
        to.add(Hook.TUNNEL_OPEN, HookName.HTTP_CONNECT, (start, context) -> tunnel(start));
        to.add(Hook.TLS_HELLO, HookName.TLS_CLIENTHELLO, (hello, context) -> hello(hello));
        to.add(Hook.UPSTREAM, HookName.SERVER_CONNECT, (server, context) -> server(server));
        addHttp(to, Hook.REQUEST_HEAD, HookName.REQUESTHEADERS, HookName.REQUEST, ShownExchange.Point.REQUEST_HEAD);
        addHttp(to, Hook.REQUEST, HookName.REQUEST, HookName.REQUEST, ShownExchange.Point.REQUEST);
        addHttp(to, Hook.RESPONSE_HEAD, HookName.RESPONSEHEADERS, HookName.RESPONSE, ShownExchange.Point.RESPONSE_HEAD);
        addHttp(to, Hook.RESPONSE, HookName.RESPONSE, HookName.RESPONSE, ShownExchange.Point.RESPONSE);
        addHttp(to, Hook.ERROR, HookName.ERROR, HookName.ERROR, ShownExchange.Point.OVER);
        if (to.has(HookName.SERVER_FAILED)) {
            to.addOfFlow(Hook.FAILED, to.inline(HookName.SERVER_FAILED), ServerFailure::flow, this::failed);
        }
        if (to.has(HookName.WEBSOCKET_MESSAGE, HookName.TCP_MESSAGE)) {
            to.addOfFlow(
                    Hook.MESSAGE,
                    to.inline(HookName.WEBSOCKET_MESSAGE, HookName.TCP_MESSAGE),
                    Hook.StreamMessage::flow,
                    (message, scope, context) -> message(message, scope));
        }
        events.register(to);
    }

    /** @param whole the method of the whole message, whose body is requested at the head */
    private void addHttp(
            VersionHandlers to, Hook<HttpFlow> hook, HookName name, HookName whole, ShownExchange.Point point) {
        if (!to.has(name) && !to.has(whole)) {
            return;
        }
        to.addOfFlow(
                hook,
                to.inline(name),
                flow -> flow,
                (flow, scope, context) -> http(name, whole, point, flow, scope, context));
        if (point != ShownExchange.Point.OVER) {
            AsyncHandler<HttpFlow> hold = this::hold;
            to.handlers().onAsync(hook, Phase.HOLD, hold);
        }
    }

    private <T> Verdict<T> ofFailure() {
        return failClosed ? new Verdict.Drop<>("script " + script + " failed") : Verdict.pass();
    }

    // ---- exchanges

    private Verdict<HttpFlow> http(
            HookName name,
            HookName whole,
            ShownExchange.Point point,
            HttpFlow flow,
            ScriptFlowScope scope,
            HookContext context) {
        ScriptVersion version = scope.version;
        if (version == null) {
            return Verdict.pass();
        }
        if (name != whole && version.has(whole)) {
            if (context.canSpool()) {
                context.wantWholeOrHead(IN_MEMORY);
            } else {
                context.wantBodyOrHead(WITHOUT_SESSION);
            }
        }
        if (!version.has(name) || scope.late) {
            return Verdict.pass();
        }
        ScriptFlow shown = new ScriptFlow(version, name, point, flow, scope, recorded);
        return version.call(name, shown.id(), shown) ? shown.verdict(context, script) : ofFailure();
    }

    private Verdict<ServerFailure> failed(ServerFailure failure, ScriptFlowScope scope, HookContext context) {
        HttpFlow flow = failure.flow();
        if (scope.version == null || scope.late || !scope.version.has(HookName.SERVER_FAILED)) {
            return Verdict.pass();
        }
        ShownExchange.Point point = failure.isFinal() ? ShownExchange.Point.OVER : ShownExchange.Point.FAILED;
        ScriptFlow shown = new ScriptFlow(scope.version, HookName.SERVER_FAILED, point, flow, scope, recorded);
        shown.failedBy(failure.error());
        if (!scope.version.call(HookName.SERVER_FAILED, flow.id(), shown)) {
            return ofFailure();
        }
        ServerFailure noted = failure.withFlow(flow.withNotes(shown.value().notes()));
        Verdict<HttpFlow> decided = shown.verdict(context, script);
        Verdict<ServerFailure> then = null;
        Verdict<HttpFlow> last = decided instanceof Verdict.After<HttpFlow> after ? after.then() : decided;
        if (last instanceof Verdict.Answer<HttpFlow> answer) {
            then = new Verdict.Answer<>(answer.response(), answer.by());
        } else if (last instanceof Verdict.Drop<HttpFlow> drop) {
            then = new Verdict.Drop<>(drop.reason(), drop.end());
        } else if (shown.retried() && failure.canRetry()) {
            then = new Verdict.Retry<>();
        }
        return then == null ? new Verdict.Replace<>(noted) : new Verdict.After<>(noted, then);
    }

    private CompletionStage<Verdict<HttpFlow>> hold(HttpFlow flow, HookContext context) {
        Optional<ScriptFlowScope> scope = scopes.find(flow.id());
        if (scope.isEmpty() || !scope.get().intercept) {
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        scope.get().intercept = false;
        if (!context.canHold()) {
            LOG.warn("script {}: flow {} cannot be held, as a part of the message was sent already", script, flow.id());
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        return context.hold(flow, new HoldTerms("script " + script));
    }

    // ---- streams

    private Verdict<Hook.StreamMessage> message(Hook.StreamMessage message, ScriptFlowScope scope) {
        ScriptVersion version = scope.version;
        HookName name = message.flow() instanceof HttpFlow ? HookName.WEBSOCKET_MESSAGE : HookName.TCP_MESSAGE;
        if (version == null || !version.has(name) || !message.passes()) {
            return Verdict.pass();
        }
        ScriptStream shown = new ScriptStream(message);
        boolean returned = message.flow() instanceof HttpFlow flow
                ? version.call(
                        name,
                        flow.id(),
                        new ScriptFlow(version, name, ShownExchange.Point.OVER, flow, scope, recorded),
                        shown)
                : version.call(name, shown.flow(), shown);
        return returned ? shown.verdict() : ofFailure();
    }

    // ---- connections, which have no flow

    private boolean calledNow(HookName name, Object subject) {
        ScriptVersion version = current.get();
        if (version == null || !version.use()) {
            return true;
        }
        try {
            return version.call(name, 0, subject);
        } finally {
            version.leave();
        }
    }

    private boolean answersFor(Endpoint server) {
        ScriptVersion version = current.get();
        return version != null && version.answersFor(server.host());
    }

    private Verdict<Peer> client(Peer peer) {
        ScriptConnection shown = new ScriptConnection(
                peer.address().host(), peer.address().port(), peer.address().host());
        return calledNow(HookName.CLIENT_CONNECTED, shown) ? shown.verdict() : ofFailure();
    }

    private Verdict<Hook.TunnelStart> tunnel(Hook.TunnelStart start) {
        ScriptConnection shown = new ScriptConnection(
                start.target().host(),
                start.target().port(),
                start.client().address().host());
        return calledNow(HookName.HTTP_CONNECT, shown) ? shown.verdict() : ofFailure();
    }

    private Verdict<Hook.TlsHello> hello(Hook.TlsHello hello) {
        ScriptConnection shown = new ScriptConnection(
                hello.server().host(),
                hello.server().port(),
                hello.client().address().host());
        if (!calledNow(HookName.TLS_CLIENTHELLO, shown)) {
            return ofFailure();
        }
        return shown.passesThrough() ? new Verdict.Tunnel<>() : shown.verdict();
    }

    private Verdict<Endpoint> server(Endpoint server) {
        ScriptConnection shown = new ScriptConnection(server.host(), server.port(), "");
        if (!calledNow(HookName.SERVER_CONNECT, shown)) {
            return ofFailure();
        }
        Endpoint next = shown.next();
        return next == null ? shown.verdict() : new Verdict.Replace<>(next);
    }
}

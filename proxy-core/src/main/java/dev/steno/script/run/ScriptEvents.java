package dev.steno.script.run;

import dev.steno.addon.ConnectionEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.PreparedHandler;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Verdict;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a script that tell what has happened to a connection or a stream, and decide nothing. Those for one connection
 * run in their order, with the version that is the current one then; those for a stream with the version that its flow began
 * with. Event loops and threads of blocking handlers.
 */
final class ScriptEvents {
    private final Supplier<@Nullable ScriptVersion> current;
    private final Supplier<RecordedFlows> recorded;
    private final Map<Long, CallOrder> connections = new ConcurrentHashMap<>(); // those with calls that have not ended

    ScriptEvents(Supplier<@Nullable ScriptVersion> current, Supplier<RecordedFlows> recorded) {
        this.current = current;
        this.recorded = recorded;
    }

    /** Registers what some versions need. */
    void register(VersionHandlers to) {
        add(to, Hook.CLIENT_CLOSED, HookName.CLIENT_DISCONNECTED, HookName.CLIENT_DISCONNECTED, false);
        add(to, Hook.CLIENT_TLS, HookName.TLS_ESTABLISHED_CLIENT, HookName.TLS_FAILED_CLIENT, false);
        add(to, Hook.UPSTREAM_OPENED, HookName.SERVER_CONNECTED, HookName.SERVER_CONNECTED, true);
        add(to, Hook.UPSTREAM_FAILED, HookName.SERVER_CONNECT_ERROR, HookName.SERVER_CONNECT_ERROR, true);
        add(to, Hook.UPSTREAM_TLS, HookName.TLS_ESTABLISHED_SERVER, HookName.TLS_FAILED_SERVER, true);
        add(to, Hook.UPSTREAM_CLOSED, HookName.SERVER_DISCONNECTED, HookName.SERVER_DISCONNECTED, true);
        if (to.has(HookName.WEBSOCKET_START, HookName.TCP_START)) {
            boolean inline = to.inline(HookName.WEBSOCKET_START, HookName.TCP_START);
            to.addOfFlow(Hook.STREAM_OPENED, inline, flow -> flow, this::streamOpened);
        }
        if (to.has(HookName.WEBSOCKET_END, HookName.TCP_END, HookName.TCP_ERROR)) {
            boolean inline = to.inline(HookName.WEBSOCKET_END, HookName.TCP_END, HookName.TCP_ERROR);
            to.addOfFlow(Hook.STREAM_CLOSED, inline, flow -> flow, this::streamClosed);
        }
    }

    /**
     * @param failed the method for an event with an error
     * @param ofServer whether the connection is one to a server
     */
    private void add(VersionHandlers to, Hook<ConnectionEvent> hook, HookName done, HookName failed, boolean ofServer) {
        if (!to.has(done, failed)) {
            return;
        }
        if (to.inline(done, failed)) {
            to.handlers()
                    .on(hook, Phase.MODIFY, (event, context) -> callNow(event, name(event, done, failed), ofServer));
        } else {
            PreparedHandler<ConnectionEvent> prepared = event -> begin(event, name(event, done, failed), ofServer);
            to.handlers().onBlocking(hook, Phase.MODIFY, prepared, to.terms());
        }
    }

    private static HookName name(ConnectionEvent event, HookName done, HookName failed) {
        return event.error() == null ? done : failed;
    }

    private Verdict<ConnectionEvent> callNow(ConnectionEvent event, HookName name, boolean ofServer) {
        ScriptVersion version = current.get();
        if (version != null && version.has(name) && version.use()) {
            try {
                version.call(name, 0, new PastConnection(name, event, ofServer));
            } finally {
                version.leave();
            }
        }
        return Verdict.pass();
    }

    /** Begins a call on a thread that may block; null if the script has no method for it. */
    private PreparedHandler.@Nullable Call<ConnectionEvent> begin(
            ConnectionEvent begun, HookName name, boolean ofServer) {
        ScriptVersion version = current.get();
        if (version == null || !version.has(name) || !version.use()) {
            return null;
        }
        PastConnection shown = new PastConnection(name, begun, ofServer);
        Ticket ticket = ticket(shown.number());
        return new PreparedHandler.Call<>() {
            @Override
            public Verdict<ConnectionEvent> handle(ConnectionEvent event, HookContext context)
                    throws InterruptedException {
                try {
                    ticket.order.await(ticket.number);
                    version.call(name, 0, shown);
                    return Verdict.pass();
                } finally {
                    dropped();
                }
            }

            @Override
            public void dropped() {
                giveBack(shown.number(), ticket);
                version.leave();
            }
        };
    }

    private record Ticket(CallOrder order, long number) {}

    /** @param connection 0 if there is none, whose calls have no order */
    private Ticket ticket(long connection) {
        if (connection == 0) {
            CallOrder alone = new CallOrder();
            return new Ticket(alone, alone.take());
        }
        Ticket[] taken = new Ticket[1];
        connections.compute(connection, (key, before) -> {
            CallOrder order = before == null ? new CallOrder() : before;
            taken[0] = new Ticket(order, order.take());
            return order;
        });
        return taken[0];
    }

    private void giveBack(long connection, Ticket ticket) {
        ticket.order.giveBack(ticket.number);
        connections.computeIfPresent(connection, (key, order) -> order.isIdle() ? null : order);
    }

    /** A stream began: calls the method of its kind. */
    private Verdict<Flow> streamOpened(Flow flow, ScriptFlowScope scope, HookContext context) {
        call(flow, scope, flow instanceof HttpFlow ? HookName.WEBSOCKET_START : HookName.TCP_START);
        return Verdict.pass();
    }

    /** A stream has ended. */
    private Verdict<Flow> streamClosed(Flow flow, ScriptFlowScope scope, HookContext context) {
        HookName tcp = flow.error() == null ? HookName.TCP_END : HookName.TCP_ERROR;
        call(flow, scope, flow instanceof HttpFlow ? HookName.WEBSOCKET_END : tcp);
        return Verdict.pass();
    }

    private void call(Flow flow, ScriptFlowScope scope, HookName name) {
        ScriptVersion version = scope.version;
        if (version == null || !version.has(name)) {
            return;
        }
        if (flow instanceof HttpFlow http) {
            version.call(
                    name, flow.id(), new ScriptFlow(version, name, ShownExchange.Point.OVER, http, scope, recorded));
        } else if (flow instanceof TcpFlow tcp) {
            version.call(name, flow.id(), new PastStream(tcp));
        }
    }

    /** A recorded flow was edited: calls the current version. On a thread that may block. */
    void updated(HttpFlow flow) {
        ScriptVersion version = current.get();
        if (version != null && version.use()) {
            try {
                ScriptFlowScope scope = new ScriptFlowScope(version);
                version.call(
                        HookName.UPDATE,
                        flow.id(),
                        new ScriptFlow(version, HookName.UPDATE, ShownExchange.Point.OVER, flow, scope, recorded));
            } finally {
                version.leave();
            }
        }
    }
}

package dev.steno.addon;

import dev.steno.flow.Endpoint;
import java.util.function.Predicate;

/** Registers handlers of hooks. Used on one thread, only during the call that it is given to. */
public interface Handlers {

    /** Registers a handler that runs on an event loop and must not block. If it throws, it is skipped. */
    <T> void on(Hook<T> hook, Phase phase, Handler<T> handler);

    /** Registers a handler that returns its verdict as a stage; it is called on an event loop and must not block. */
    <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler);

    /** Registers a handler that may block; it runs on the addon executor. */
    <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler);

    /** Registers a handler that may block, with an executor of the addon and a time after which it has failed. */
    default <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler, BlockingTerms terms) {
        onBlocking(hook, phase, handler);
    }

    /** As above, for a handler that needs what an addon keeps of a flow, which may end before the handler runs. */
    default <T> void onBlocking(Hook<T> hook, Phase phase, PreparedHandler<T> handler, BlockingTerms terms) {
        onBlocking(
                hook,
                phase,
                (subject, context) -> {
                    PreparedHandler.Call<T> call = handler.begin(subject);
                    return call == null ? Verdict.pass() : call.handle(subject, context);
                },
                terms);
    }

    /**
     * Declares that handlers of this addon may answer requests to some servers themselves. A tunnel to such a server is
     * accepted without a connection to it, so its name need not exist; the connection is made for the first request that
     * is forwarded. The client's TLS handshake then cannot mirror the server's names and protocol.
     *
     * @param servers whether that may be so: the server as the client named it, then, if TLS begins, by its server name;
     *     called on event loops, must not block
     */
    default void answersFor(Predicate<Endpoint> servers) {
        on(Hook.TUNNEL_OPEN, Phase.SEAL, (start, context) -> lazyIf(servers.test(start.target())));
        on(Hook.TLS_HELLO, Phase.SEAL, (hello, context) -> lazyIf(servers.test(hello.server())));
        on(Hook.TUNNEL, Phase.SEAL, (start, context) -> lazyIf(servers.test(start.target())));
    }

    private static <T> Verdict<T> lazyIf(boolean mayAnswer) {
        return mayAnswer ? new Verdict.Lazy<>() : Verdict.pass();
    }

    /**
     * If a handler that is registered after this call throws, the exchange is dropped instead of the handler being
     * skipped.
     */
    void failClosed();
}

package dev.steno.script.run;

import dev.steno.addon.ConnectionEvent;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import dev.steno.script.Script;
import dev.steno.text.FlowSummary;
import org.jspecify.annotations.Nullable;

/** A connection as a script sees it that is told of what happened, and can change nothing of it. Immutable. */
final class PastConnection implements Script.Client, Script.Server, Script.Handshake {
    private final HookName hook;
    private final ConnectionEvent event;
    private final boolean ofServer;

    /** @param ofServer whether the connection is one to a server */
    PastConnection(HookName hook, ConnectionEvent event, boolean ofServer) {
        this.hook = hook;
        this.event = event;
        this.ofServer = ofServer;
    }

    /** The number of the connection, by which its calls are ordered. */
    long number() {
        Peer server = event.server();
        return ofServer
                ? server == null ? 0 : server.connection()
                : event.client().connection();
    }

    @Override
    public String address() {
        return client();
    }

    @Override
    public String client() {
        return event.client().address().host();
    }

    private @Nullable Tls tls() {
        Peer peer = ofServer ? event.server() : event.client();
        return peer == null || event.error() != null ? null : peer.tls();
    }

    @Override
    public String host() {
        Endpoint target = event.target();
        if (target != null) {
            return target.host();
        }
        Tls hello = event.client().tls();
        return hello == null ? "" : text(hello.sni());
    }

    /** Of the server, or of a client that has disconnected. */
    @Override
    public int port() {
        Endpoint target = event.target();
        if (target != null) {
            return target.port();
        }
        return hook == HookName.CLIENT_DISCONNECTED ? event.client().address().port() : 0;
    }

    @Override
    public String ip() {
        Peer server = event.server();
        Endpoint ip = server == null ? null : server.ip();
        return ip == null ? "" : ip.host();
    }

    @Override
    public String version() {
        Tls tls = tls();
        return tls == null ? "" : text(tls.version());
    }

    @Override
    public String cipher() {
        Tls tls = tls();
        return tls == null ? "" : text(tls.cipher());
    }

    @Override
    public String protocol() {
        Tls tls = tls();
        return tls == null ? "" : text(tls.alpn());
    }

    @Override
    public String error() {
        return event.error() == null ? "" : FlowSummary.reason(event.error());
    }

    @Override
    public void to(String host, int port) {
        throw new IllegalStateException(
                "a connection can be led elsewhere in server_connect only, not in " + hook.method());
    }

    @Override
    public void kill() {
        throw new IllegalStateException("nothing can be ended any more in " + hook.method());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}

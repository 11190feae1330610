package dev.steno.script.run;

import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.script.Script;
import org.jspecify.annotations.Nullable;

/** A connection as a script sees it, and what the script does with it. Used by one thread, during a call. */
final class ScriptConnection implements Script.Client, Script.Hello, Script.Server, Script.Tunnel {
    private final String host;
    private final int port;
    private final String client;
    private boolean killed;
    private boolean passesThrough;
    private @Nullable Endpoint next;

    ScriptConnection(String host, int port, String client) {
        this.host = host;
        this.port = port;
        this.client = client;
    }

    /** The end of the connection, or none. */
    <T> Verdict<T> verdict() {
        return killed ? new Verdict.Drop<>("killed by the script") : Verdict.pass();
    }

    boolean passesThrough() {
        return passesThrough && !killed;
    }

    /** Where to connect instead; null for no change. */
    @Nullable
    Endpoint next() {
        return killed ? null : next;
    }

    @Override
    public String address() {
        return client;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public String ip() {
        return "";
    }

    @Override
    public String error() {
        return "";
    }

    @Override
    public void kill() {
        killed = true;
    }

    @Override
    public void passThrough() {
        passesThrough = true;
    }

    @Override
    public void to(String server, int at) {
        next = new Endpoint(server, at);
    }
}

package dev.steno.script.run;

import dev.steno.flow.TcpFlow;
import dev.steno.script.Script;
import dev.steno.text.FlowSummary;

/** A raw stream as a script sees it that is told of its begin or end. Immutable. */
record PastStream(TcpFlow of) implements Script.TcpStream {
    @Override
    public long flow() {
        return of.id();
    }

    @Override
    public String host() {
        return of.target().host();
    }

    @Override
    public int port() {
        return of.target().port();
    }

    @Override
    public String client() {
        return of.client().address().host();
    }

    @Override
    public String protocol() {
        return of.protocol();
    }

    @Override
    public long sentByClient() {
        return of.sentByClient();
    }

    @Override
    public long sentByServer() {
        return of.sentByServer();
    }

    @Override
    public String error() {
        return of.error() == null ? "" : FlowSummary.reason(of.error());
    }
}

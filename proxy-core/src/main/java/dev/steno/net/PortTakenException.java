package dev.steno.net;

import dev.steno.flow.Endpoint;
import java.io.IOException;

/** Thrown if another program listens on the port of a listener. */
public final class PortTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final int port;

    PortTakenException(Endpoint at, Throwable cause) {
        super(message(at.host(), at.port(), "another program"), cause);
        this.host = at.host();
        this.port = at.port();
    }

    public int port() {
        return port;
    }

    /** Returns the message with the name of the program that listens on the port. */
    public String messageNaming(String program) {
        return message(host, port, program);
    }

    private static String message(String host, int port, String program) {
        return "port " + port + " is taken by " + program + "; stop it, or choose another port with --listen "
                + new Endpoint(host, port % 65535 + 1) + " (port 0 takes a free one)";
    }
}

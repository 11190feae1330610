package dev.steno.script.run;

import dev.steno.script.Script;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The methods of a script that Steno calls, by their names, which are those of mitmproxy's events. */
enum HookName {
    /** The script was loaded. */
    LOAD,
    /** The proxy accepts clients, or the script was loaded again. */
    RUNNING,
    /** Options have changed; called once after {@link #LOAD} too. */
    CONFIGURE,
    /** No exchange uses this version of the script any more. */
    DONE,
    CLIENT_CONNECTED(Script.Client.class),
    CLIENT_DISCONNECTED(Script.Client.class),
    HTTP_CONNECT(Script.Tunnel.class),
    TLS_CLIENTHELLO(Script.Hello.class),
    TLS_ESTABLISHED_CLIENT(Script.Handshake.class),
    TLS_FAILED_CLIENT(Script.Handshake.class),
    SERVER_CONNECT(Script.Server.class),
    SERVER_CONNECTED(Script.Server.class),
    SERVER_CONNECT_ERROR(Script.Server.class),
    SERVER_DISCONNECTED(Script.Server.class),
    TLS_ESTABLISHED_SERVER(Script.Handshake.class),
    TLS_FAILED_SERVER(Script.Handshake.class),
    REQUESTHEADERS(Script.Flow.class),
    REQUEST(Script.Flow.class),
    RESPONSEHEADERS(Script.Flow.class),
    RESPONSE(Script.Flow.class),
    SERVER_FAILED(Script.Flow.class),
    ERROR(Script.Flow.class),
    WEBSOCKET_START(Script.Flow.class),
    WEBSOCKET_MESSAGE(Script.Flow.class, Script.Message.class),
    WEBSOCKET_END(Script.Flow.class),
    TCP_START(Script.TcpStream.class),
    TCP_MESSAGE(Script.Message.class),
    TCP_END(Script.TcpStream.class),
    TCP_ERROR(Script.TcpStream.class),
    /** A recorded flow was edited. */
    UPDATE(Script.Flow.class);

    final List<Class<?>> parameters;

    HookName(Class<?>... parameters) {
        this.parameters = List.of(parameters);
    }

    /** The name of the method. */
    String method() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The hook of a method's name. */
    static Optional<HookName> of(String method) {
        for (HookName one : values()) {
            if (one.method().equals(method)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** How the method is declared. */
    String declaration() {
        StringBuilder text = new StringBuilder("void ").append(method()).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            String type = parameters.get(i).getSimpleName();
            text.append(i == 0 ? "" : ", ").append(type).append(' ').append(Character.toLowerCase(type.charAt(0)));
        }
        return text.append(')').toString();
    }
}

package dev.steno.script;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The base of a script: a class in a file of source code that {@code --script} names. Its methods with the names of hooks,
 * such as {@code void request(Flow f)}, are called for each exchange; none needs to be there. A file that has only methods is
 * made the body of such a class. One object is made for each load of the file, and used by several threads.
 *
 * <p>A method that throws changes nothing: the failure is logged, and the exchange continues.
 */
public abstract class Script {
    /** Writes to Steno's log. */
    protected final Log log;

    /** Options of the product, and those that the script defines. */
    protected final Options options;

    /** Commands of the product and of scripts. */
    protected final Commands commands;

    /** The flows that were recorded so far. */
    protected final Session session;

    /** Sends requests through the proxy, where they are recorded. */
    protected final Http http;

    /** Runs code later. */
    protected final Schedule schedule;

    /** Values that survive a reload of the script; any thread. Their classes must not be of the script. */
    protected final Map<String, Object> state;

    /** @throws IllegalStateException if the class was not loaded by Steno */
    protected Script() {
        if (!(getClass().getClassLoader() instanceof ScriptHost.Carrier carrier)) {
            throw new IllegalStateException("a script is constructed by Steno only: steno run --script FILE");
        }
        ScriptHost host = carrier.host();
        log = host.log();
        options = host.options();
        commands = host.commands();
        session = host.session();
        http = host.http();
        schedule = host.schedule();
        state = host.state();
    }

    /** An exchange, or the flow of a message. Valid during the call; used by one thread. */
    public interface Flow {
        /** The number of the flow. */
        long id();

        /** The request. Changes apply until it is sent. */
        Request request();

        /**
         * The response.
         *
         * @throws IllegalStateException if there is none yet
         */
        Response response();

        /** Whether there is a response. */
        boolean hasResponse();

        /** Why the exchange failed; empty if it did not. */
        String error();

        /** The client's address, without its port. */
        String client();

        /** Whether Steno sent the request itself: a replay, or one of a script. */
        boolean isReplay();

        /** Ends the exchange: the client's connection or stream is closed. */
        void kill();

        /** Ends the exchange with a recorded reason. */
        void kill(String reason);

        /**
         * Answers in the server's place; in a hook of the response, replaces it.
         *
         * @param text the body, in UTF-8
         * @param headers alternating names and values
         */
        void answer(int status, String text, String... headers);

        /** As {@link #answer(int, String, String...)}, with bytes. */
        void answer(int status, byte[] body, String... headers);

        /** In {@code server_failed}: sends the request once more, to the same server. */
        void retry();

        /** Holds the message for a person, once all handlers have seen it. */
        void intercept();

        /** An annotation, which is recorded with the flow; null if there is none. */
        @Nullable
        String metadata(String name);

        /** Sets an annotation. */
        void metadata(String name, String value);

        /** Sets the comment of the flow. */
        void comment(String text);

        /** Sets the mark of the flow. */
        void mark(String text);

        /** Values of this script for this flow, until it ends; not recorded. */
        Map<String, Object> local();

        /** The flow as a value, with the changes so far. */
        HttpFlow value();
    }

    /** What requests and responses have. */
    public interface Part {
        /** The first value of a field; null if it is absent. */
        @Nullable
        String header(String name);

        /** Sets a field: the first one of this name is replaced, and others are removed. */
        void header(String name, String value);

        /** Adds a field. */
        void addHeader(String name, String value);

        /** Removes all fields of a name. */
        void removeHeader(String name);

        /** All fields. */
        Headers headers();

        /** Whether the body is there: in {@code request} and {@code response}, unless it still streams. */
        boolean hasBody();

        /**
         * The body without content codings; empty if there is none.
         *
         * @throws IllegalStateException if it is not there, see {@link #hasBody}, or larger than 64 MB
         */
        byte[] body();

        /** The body as text, in the charset of the message. */
        String text();

        /** A body of any size without content codings, read piece by piece. The caller closes it. */
        InputStream stream() throws IOException;

        /** Replaces the body; it is coded as before. */
        void body(byte[] bytes);

        /** Replaces the body by text, in the charset of the message. */
        void text(String text);

        /**
         * In {@code requestheaders} and {@code responseheaders}: changes the body, without content codings, while it passes.
         * Not applied to a body that is shown whole, to {@code request} or {@code response}.
         */
        void transform(Pieces pieces);

        /** As {@link #transform}: replaces what an expression finds in the text of the body. */
        void replace(String regex, String replacement);
    }

    /** A request. */
    public interface Request extends Part {
        String method();

        void method(String method);

        String url();

        /** Sends the request elsewhere: an absolute URL, or a path at the same server. Host follows. */
        void url(String url);

        String host();

        int port();

        /** The path with its query, as sent. */
        String path();

        /** The first value of a parameter of the query, decoded; null if it is absent. */
        @Nullable
        String query(String name);

        /** Sets a parameter of the query. */
        void query(String name, String value);
    }

    /** A response. */
    public interface Response extends Part {
        int status();

        void status(int status);

        String reason();
    }

    /** Changes a body piece by piece. Made for one body; not called by two threads at once. */
    @FunctionalInterface
    public interface Pieces {
        /** Returns what is sent for a piece of the body; empty for nothing. */
        byte[] piece(byte[] bytes) throws Exception;

        /** Returns what is sent at the end. */
        default byte[] end() throws Exception {
            return new byte[0];
        }
    }

    /** A message of a WebSocket, or a piece of a raw stream. */
    public interface Message {
        /** The number of its flow. */
        long flow();

        /** The server of its flow. */
        String host();

        boolean fromClient();

        /** Whether it is text of a WebSocket. */
        boolean isText();

        byte[] data();

        /** The data as UTF-8. */
        String text();

        void data(byte[] data);

        void text(String text);

        /** Does not send it. */
        void drop();

        /** Sends one more message of the same kind after it. */
        void add(boolean toClient, String text);

        /** Ends the stream. */
        void kill();
    }

    /** A client that has connected. */
    public interface Client {
        String address();

        int port();

        /** Closes its connection. */
        void kill();
    }

    /** A ClientHello, before anything is decrypted. */
    public interface Hello {
        /** The server, by its SNI if there is one. */
        String host();

        int port();

        String client();

        /** Passes the connection through without decryption. */
        void passThrough();

        /** Closes the connection. */
        void kill();
    }

    /** A tunnel that a client asked for: by CONNECT or SOCKS, or because its connection was redirected. */
    public interface Tunnel {
        String host();

        int port();

        String client();

        /** Closes the connection. */
        void kill();
    }

    /** A server to which a connection is opened, and what became of that. */
    public interface Server {
        String host();

        int port();

        /** The address that was connected to; empty if there is none, or if a next proxy connects. */
        String ip();

        /** In {@code server_connect_error}: why there is no connection. */
        String error();

        /** In {@code server_connect}: connects elsewhere. */
        void to(String host, int port);

        /** In {@code server_connect}: does not connect. */
        void kill();
    }

    /** TLS with a client or a server, which was established or has failed. */
    public interface Handshake {
        /** The server: as the client's SNI names it, or the one connected to. Empty if the client named none. */
        String host();

        /** The port of the server; 0 for TLS with a client. */
        int port();

        String client();

        /** Such as {@code TLSv1.3}; empty if it failed. */
        String version();

        /** The cipher suite by its IANA name; empty if it failed. */
        String cipher();

        /** The protocol that was agreed to by ALPN; empty if none was. */
        String protocol();

        /** Why it failed; empty if it did not. */
        String error();
    }

    /** A raw stream that began or has ended. */
    public interface TcpStream {
        /** The number of its flow. */
        long flow();

        String host();

        int port();

        String client();

        /** {@code tcp}, or what was agreed to by ALPN or Upgrade. */
        String protocol();

        /** Bytes from the client so far. */
        long sentByClient();

        /** Bytes from the server so far. */
        long sentByServer();

        /** Why it failed; empty if it did not. */
        String error();
    }

    /** The log. Any thread. */
    public interface Log {
        void info(String text);

        void warn(String text);
    }

    /** Options. Any thread. */
    public interface Options {
        /** Defines an option of scripts, which {@code --script-option NAME=VALUE} sets; for {@code load}, or a field. */
        void define(String name, String defaultValue, String help);

        /**
         * The value of an option of the script, else of the product.
         *
         * @throws IllegalArgumentException if there is none of this name
         */
        String text(String name);

        /** The value as a number. */
        long number(String name);

        /** Whether the value is {@code true} or {@code on}. */
        boolean flag(String name);
    }

    /** Commands. Any thread that may block. */
    public interface Commands {
        /** Calls a command; returns its result as {@code steno call} prints it. */
        String call(String name, String... arguments);
    }

    /** The record. Any thread that may block. */
    public interface Session {
        /** The newest flows that match a filter, at most 1,000, the newest first. */
        List<dev.steno.flow.Flow> query(String filter);

        /** As {@link #query(String)}, at most so many. */
        List<dev.steno.flow.Flow> query(String filter, int limit);
    }

    /**
     * Requests that go through all rules and other scripts, and are recorded with the annotation {@code script}; they are not
     * shown to this script. Any thread that may block.
     */
    public interface Http {
        /** Sends a GET, and waits for its response, at most 30 seconds. */
        Answer get(String url);

        /** Sends a request with a body, and waits for its response. */
        Answer send(String method, String url, byte[] body, String... headers);
    }

    /**
     * The response to a request of a script.
     *
     * @param body without content codings
     */
    public record Answer(int status, Headers headers, byte[] body) {
        /** The body as UTF-8. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Later runs, on a thread that may block. They end with the version of the script that asked for them. */
    public interface Schedule {
        void after(Duration delay, Runnable task);

        void every(Duration period, Runnable task);
    }
}

package dev.steno.net.mode;

import dev.steno.flow.Endpoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The role of a listener towards its clients, and where it forwards their traffic. Immutable. */
public sealed interface ProxyMode {

    /** An HTTP proxy: absolute URLs and CONNECT (RFC 9110, 7.3 and 9.3.6). */
    record Regular() implements ProxyMode {
        @Override
        public String toString() {
            return "regular";
        }
    }

    /**
     * A reverse proxy: clients see it as the server itself.
     *
     * @param prefix is put before the path of every request; empty, or begins with a slash and does not end with one
     * @param credentials sent to the target in place of those of clients; null for none
     */
    record Reverse(
            Scheme scheme,
            Endpoint target,
            String prefix,
            @Nullable Credentials credentials) implements ProxyMode {

        /** A reverse proxy that sends no credentials of its own. */
        public Reverse(Scheme scheme, Endpoint target, String prefix) {
            this(scheme, target, prefix, null);
        }

        @Override
        public ProxyMode withCredentials(Credentials sent) {
            return scheme.isHttp() ? new Reverse(scheme, target, prefix, sent) : this;
        }

        @Override
        public String toString() {
            return "reverse:" + scheme.name().toLowerCase(Locale.ROOT) + "://" + target + prefix;
        }
    }

    /** An HTTP proxy that forwards everything to another proxy. */
    record Upstream(NextProxy next) implements ProxyMode {
        @Override
        public ProxyMode withCredentials(Credentials sent) {
            return next.credentials() == null ? new Upstream(new NextProxy(next.kind(), next.address(), sent)) : this;
        }

        @Override
        public String toString() {
            return "upstream:" + next;
        }
    }

    /** A SOCKS5 proxy (RFC 1928). */
    record Socks5() implements ProxyMode {
        @Override
        public String toString() {
            return "socks5";
        }
    }

    /** The destination of connections that the kernel redirected. */
    record Transparent() implements ProxyMode {
        @Override
        public String toString() {
            return "transparent";
        }
    }

    /** The protocol between a reverse listener and its server. */
    enum Scheme {
        HTTP(Endpoint.HTTP_PORT),
        HTTPS(Endpoint.HTTPS_PORT),
        /** HTTP over QUIC, which clients speak too (RFC 9114). */
        HTTP3(Endpoint.HTTPS_PORT),
        /** A raw stream. */
        TCP(0),
        /** A raw stream within TLS. */
        TLS(0);

        private final int usualPort;

        Scheme(int usualPort) {
            this.usualPort = usualPort;
        }

        /** The port of a URL that names none; 0 if a URL must name one. */
        int usualPort() {
            return usualPort;
        }

        /** Whether the connection to the server uses TLS. */
        public boolean isSecure() {
            return this == HTTPS || this == HTTP3 || this == TLS;
        }

        /** Whether clients and server speak HTTP. */
        public boolean isHttp() {
            return this == HTTP || this == HTTPS || this == HTTP3;
        }
    }

    /**
     * A copy that sends credentials to the next proxy, or to the server of a reverse proxy for HTTP. Credentials of the
     * mode itself stay; a mode that sends none is returned as it is.
     */
    default ProxyMode withCredentials(Credentials sent) {
        return this;
    }

    /** The mode's name, with which its text form begins. */
    default String name() {
        String text = toString();
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }
}

package dev.steno.net.mode;

import dev.steno.flow.Endpoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxy through which Steno connects to servers.
 *
 * @param credentials sent to it; null for none
 */
public record NextProxy(
        Kind kind, Endpoint address, @Nullable Credentials credentials) {

    /** The protocol of a next proxy. */
    public enum Kind {
        HTTP(Endpoint.HTTP_PORT),
        /** HTTP within TLS. */
        HTTPS(Endpoint.HTTPS_PORT),
        SOCKS5(1080);

        private final int usualPort;

        Kind(int usualPort) {
            this.usualPort = usualPort;
        }

        int usualPort() {
            return usualPort;
        }
    }

    /** Its URL, with the user but without the password. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + (credentials == null ? "" : credentials + "@") + address;
    }
}

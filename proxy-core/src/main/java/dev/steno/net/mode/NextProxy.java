package dev.steno.net.mode;

import dev.steno.flow.Endpoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxy between Steno and the servers.
 *
 * @param credentials sent to it; null if it asks for none
 */
public record NextProxy(
        Kind kind, Endpoint address, @Nullable Credentials credentials) {

    /** What a next proxy speaks. */
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

    /** Its URL; of credentials only the user. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + (credentials == null ? "" : credentials + "@") + address;
    }
}

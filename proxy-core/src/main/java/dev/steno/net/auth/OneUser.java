package dev.steno.net.auth;

import dev.steno.net.mode.Credentials;
import java.util.concurrent.CompletableFuture;

/** One user with a password that is known. */
final class OneUser implements ProxyAuth {
    private final Fingerprint expected;

    OneUser(Credentials expected) {
        this.expected = Fingerprint.of(expected);
    }

    @Override
    public CompletableFuture<Boolean> accepts(Credentials given) {
        return CompletableFuture.completedFuture(expected.isOf(given));
    }
}

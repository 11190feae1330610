package dev.steno.net.auth;

import dev.steno.net.mode.Credentials;
import java.util.concurrent.CompletableFuture;

/** One user whose password is known in plaintext. Immutable; any thread. */
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

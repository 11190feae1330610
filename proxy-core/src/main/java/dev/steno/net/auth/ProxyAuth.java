package dev.steno.net.auth;

import dev.steno.net.mode.Credentials;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Decides who may use the proxy. Any thread; never blocks. */
public interface ProxyAuth {
    /** Anyone, credentials or not. */
    ProxyAuth NONE = new ProxyAuth() {
        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public CompletableFuture<Boolean> accepts(Credentials given) {
            return CompletableFuture.completedFuture(true);
        }
    };

    /** Any credentials that name a user: a client without credentials may send an empty user. */
    ProxyAuth ANY = given -> CompletableFuture.completedFuture(!given.user().isEmpty());

    /** Whether a client without credentials is refused. */
    default boolean isRequired() {
        return true;
    }

    /**
     * Whether these credentials are correct: completed already if that is cheap, otherwise later on the thread {@code auth}. The
     * time taken does not reveal which part of them is correct.
     */
    CompletableFuture<Boolean> accepts(Credentials given);

    /** Exactly one user. */
    static ProxyAuth only(Credentials expected) {
        return new OneUser(expected);
    }

    /**
     * The users of an htpasswd file.
     *
     * @param lines {@code user:hash} each; empty lines and those that begin with {@code #} are ignored
     * @throws IllegalArgumentException if a line is malformed, its hash is of an unknown kind, or there is no user; the
     *     message names the line's number, not its text
     */
    static ProxyAuth htpasswd(List<String> lines) {
        return new Htpasswd(lines);
    }
}

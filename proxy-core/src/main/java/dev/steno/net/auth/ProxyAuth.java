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

    /** Any credentials that name a user: an empty user is what a client sends that has none to give. */
    ProxyAuth ANY = given -> CompletableFuture.completedFuture(!given.user().isEmpty());

    /** Whether a client without credentials is refused. */
    default boolean isRequired() {
        return true;
    }

    /**
     * Whether these credentials are right: at once if that is cheap, else later on a thread of its own. The
     * time it takes does not reveal how much of them is right.
     */
    CompletableFuture<Boolean> accepts(Credentials given);

    /** Exactly one user. */
    static ProxyAuth only(Credentials expected) {
        return new OneUser(expected);
    }

    /**
     * The users of an htpasswd file.
     *
     * @param lines {@code user:hash} each; empty ones and those that begin with {@code #} are passed over
     * @throws IllegalArgumentException if a line is malformed, its hash is of an unknown kind or no user is left; the
     *     message names the line, not what is in it
     */
    static ProxyAuth htpasswd(List<String> lines) {
        return new Htpasswd(lines);
    }
}

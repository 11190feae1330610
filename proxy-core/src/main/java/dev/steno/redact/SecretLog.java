package dev.steno.redact;

/** Is told each secret that is replaced. Any thread. */
@FunctionalInterface
public interface SecretLog {
    /** Forgets them. */
    SecretLog NONE = (secret, written) -> {};

    /**
     * A secret was replaced.
     *
     * @param secret its bytes, a char for each, without the coding of the place where it was
     * @param written as it was written there
     */
    void replaced(String secret, String written);

    /**
     * A token was written in place of a secret.
     *
     * @param written what the token replaces, a char for each byte
     */
    default void tokenWritten(String token, String written) {}
}

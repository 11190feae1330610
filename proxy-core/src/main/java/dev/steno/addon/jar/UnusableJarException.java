package dev.steno.addon.jar;

import java.io.IOException;

/** A jar can be read, but not be used. The message is a sentence without its end that says what to do. */
final class UnusableJarException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient JarFacts facts;

    UnusableJarException(JarFacts facts, String message) {
        super(message);
        this.facts = facts;
    }

    /** What the jar says of itself nevertheless. */
    JarFacts facts() {
        return facts;
    }
}

package dev.steno.natives;

/** Messages for a native library that does not load on a system: what follows, and what to do. Stateless; any thread. */
public final class MissingLibrary {
    private MissingLibrary() {}

    /**
     * Returns the message for a library without which Steno runs as well.
     *
     * @param name the library's name for people
     * @param instead what is used instead, as a sentence that goes on with "so ..."
     * @param cause why it does not load
     */
    public static String replaced(String name, String instead, String cause) {
        return name + " does not load on this system, so " + instead
                + "; its library needs x86-64 or 64-bit ARM and, on"
                + " Linux, glibc; on Alpine (musl) try: apk add gcompat libgcc (" + cause + ")";
    }

    /**
     * Returns the message for a library that Steno needs and that is there for musl as well.
     *
     * @param name the library's name for people
     * @param cause why it does not load
     */
    public static String required(String name, String cause) {
        return name + " does not load on this system; its library needs x86-64 or 64-bit ARM and a temporary folder in"
                + " which programs may run: choose one with STENO_JAVA_OPTS=-Djava.io.tmpdir=DIR (" + cause + ")";
    }
}

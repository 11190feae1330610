package dev.steno.testing.leak;

/**
 * Fails a test class during which a buffer leaked in this process. A module lists this extension in {@code
 * META-INF/services}, so that JUnit applies it to every test class of the module without an annotation.
 */
public final class LeakWatch extends LogWatch {
    public LeakWatch() {
        super(record -> String.valueOf(record.getMessage()).contains("LEAK:"), "io.netty");
    }
}

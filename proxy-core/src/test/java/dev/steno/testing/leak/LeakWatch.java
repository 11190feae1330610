package dev.steno.testing.leak;

/**
 * Fails a test class during which a buffer leaked in this process. A module lists it in {@code META-INF/services}, so that
 * JUnit watches every test class of the module without being told in each.
 */
public final class LeakWatch extends LogWatch {
    public LeakWatch() {
        super(record -> String.valueOf(record.getMessage()).contains("LEAK:"), "io.netty");
    }
}

package dev.steno.testing.leak;

import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Suppresses log messages on the console, for tests that provoke them on purpose. */
public final class Quiet implements BeforeAllCallback, AfterAllCallback {
    private final Logger netty = Logger.getLogger("io.netty");

    @Override
    public void beforeAll(ExtensionContext context) {
        netty.setUseParentHandlers(false);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        netty.setUseParentHandlers(true);
    }
}

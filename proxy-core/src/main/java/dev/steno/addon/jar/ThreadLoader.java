package dev.steno.addon.jar;

import java.util.function.Supplier;

/** Runs code of an addon with its class loader as that of the thread, by which libraries find their parts. Stateless. */
final class ThreadLoader {
    private ThreadLoader() {}

    static <T> T with(ClassLoader loader, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

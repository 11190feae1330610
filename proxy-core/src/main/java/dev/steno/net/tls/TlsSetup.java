package dev.steno.net.tls;

import dev.steno.net.settings.ProxySettings;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets up TLS on the thread {@code tls-setup}, while clients that need none are served already: the native library and
 * the system's trust store take a tenth of a second or more. Any thread.
 */
public final class TlsSetup {
    private final CompletableFuture<NamedFiles> files = new CompletableFuture<>();
    private final CompletableFuture<TlsContexts> contexts = new CompletableFuture<>();
    private final boolean mayBeRefused;
    private volatile @Nullable TlsContexts ready;

    private TlsSetup(ProxySettings settings) {
        mayBeRefused = !settings.tls().clients().ciphers().isEmpty()
                || !settings.tls().servers().ciphers().isEmpty();
    }

    /** Starts the thread. */
    public static TlsSetup begin(ProxySettings settings) {
        TlsSetup setup = new TlsSetup(settings);
        Thread thread = new Thread(() -> setup.run(settings), "tls-setup");
        thread.setDaemon(true);
        thread.start();
        return setup;
    }

    /** Loads the native library, so that a later set-up takes less time. Blocks; any thread except an event loop. */
    public static void preload() {
        OpenSsl.isAvailable();
    }

    private void run(ProxySettings settings) {
        try {
            NamedFiles named = NamedFiles.read(settings);
            files.complete(named);
            TlsContexts made = TlsContexts.create(settings, named);
            ready = made;
            contexts.complete(made);
        } catch (IOException | RuntimeException | Error e) {
            files.completeExceptionally(e);
            contexts.completeExceptionally(e);
        }
    }

    /**
     * Blocks until everything that a user's options name is known to be good: the files, and the ciphers.
     *
     * @throws IOException if it is not; the message names it
     */
    public void awaitOptions() throws IOException {
        result(files);
        if (mayBeRefused) {
            await();
        }
    }

    /**
     * Blocks until TLS is set up.
     *
     * @throws IOException if it cannot be; the message says why
     */
    public TlsContexts await() throws IOException {
        return result(contexts);
    }

    private static <T> T result(CompletableFuture<T> part) throws IOException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException told
                    ? told
                    : new IOException("TLS cannot be set up: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while TLS was being set up", e);
        }
    }

    /** Returns the contexts; {@link #whenReady} must have completed. */
    public TlsContexts contexts() {
        TlsContexts made = ready;
        if (made == null) {
            throw new IllegalStateException("TLS is not set up yet");
        }
        return made;
    }

    /** Whether the contexts can be used. */
    public boolean isReady() {
        return ready != null;
    }

    /**
     * Runs one of two actions on an event loop, once the set-up has ended.
     *
     * @param then runs if the contexts can be used
     * @param failed receives the cause if TLS cannot be set up
     */
    public void whenReady(Executor loop, Runnable then, Consumer<Throwable> failed) {
        contexts.whenComplete((made, error) -> loop.execute(() -> {
            if (error == null) {
                then.run();
            } else {
                failed.accept(error);
            }
        }));
    }

    /** Completes on any thread, once the contexts can be used; exceptionally if TLS cannot be set up. */
    public CompletionStage<TlsContexts> whenReady() {
        return contexts.minimalCompletionStage();
    }

    /** Releases the contexts, after the last connection has ended. Blocks; waits for a set-up in progress. */
    public void close() {
        contexts.handle((made, error) -> {
                    if (made != null) {
                        made.close();
                    }
                    return true;
                })
                .join();
    }
}

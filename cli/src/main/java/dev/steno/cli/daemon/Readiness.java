package dev.steno.cli.daemon;

import dev.steno.net.ServiceNotifier;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Announces the beginning and the end of readiness: by a file in the home folder, by the file of {@code --ready-file}
 * and to the service manager. Any thread.
 */
public final class Readiness {
    private final Consumer<String> warnings;
    private final @Nullable ReadyFile file;
    private final @Nullable ServiceNotifier notifier;
    private @Nullable RunFile running;
    private boolean ended;

    /**
     * @param warnings receives a message if the service manager cannot be reached
     * @throws IOException if the ready file cannot be written at its path
     */
    public Readiness(DaemonOptions options, Consumer<String> warnings) throws IOException {
        this.warnings = warnings;
        file = options.readyFile().isEmpty()
                ? null
                : new ReadyFile(options.readyFile().get());
        notifier = ServiceNotifier.ofThisProcess();
    }

    /**
     * Clients can connect. Without effect after {@link #end}.
     *
     * @throws IOException if the file cannot be written
     */
    public synchronized void begin(Ready ready) throws IOException {
        if (ended) {
            return;
        }
        if (file != null) {
            file.write(ready);
        }
        try {
            running = RunFile.write(ready);
        } catch (IOException e) {
            warnings.accept("steno call, status and stop will not find this proxy: cannot write to "
                    + ready.home().resolve(RunFile.FOLDER) + ": " + FileErrors.reason(e));
        }
        notifyManager("READY=1\nSTATUS=listening on " + String.join(", ", ready.addresses()));
    }

    private void notifyManager(String state) {
        if (notifier != null) {
            try {
                notifier.send(state);
            } catch (IOException e) {
                warnings.accept(String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * The proxy shuts down.
     *
     * @throws IOException if the file cannot be removed
     */
    public synchronized void end() throws IOException {
        if (!ended) {
            ended = true;
            notifyManager("STOPPING=1");
            if (file != null) {
                file.remove();
            }
            if (running != null) {
                running.remove();
            }
        }
    }
}

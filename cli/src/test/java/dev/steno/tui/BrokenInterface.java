package dev.steno.tui;

import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.cli.run.TuiRun;
import dev.steno.cli.terminal.Console;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.tui.data.FollowedSource;
import java.nio.file.Path;

/** A program whose interface fails while it has the terminal: a second after its start. */
public final class BrokenInterface {
    private BrokenInterface() {}

    /** @param args the session */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        try (FailingSource source = new FailingSource(
                FollowedSource.readOnly("broken.steno", new FileAddress(file), SqliteSessionReader::open))) {
            Thread failing = new Thread(
                    () -> {
                        try {
                            Thread.sleep(1_000);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        source.fail();
                    },
                    "failing");
            failing.setDaemon(true);
            failing.start();
            TuiRun.show(source, Console.system());
        }
    }
}

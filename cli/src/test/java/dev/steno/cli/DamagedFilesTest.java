package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.fuzz.Fuzz;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens damaged session files with every command: no stack trace, no hang, and only the exit codes 0 to 3. The
 * number of files is {@code -Dsteno.damaged.files}, 30 by default, or as many as the time of {@link Fuzz} allows;
 * {@code -Dsteno.damaged.seed} selects other files.
 */
class DamagedFilesTest {
    private static final int FILES = Integer.getInteger("steno.damaged.files", 30);
    private static final long SEED = Long.getLong("steno.damaged.seed", 20261128);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<String> VALUES = List.of(
            "NULL",
            "-1",
            "0",
            "99",
            "9223372036854775807",
            "-9223372036854775808",
            "''",
            "'x'",
            "x''",
            "x'ff00ff'",
            "randomblob(40)",
            "zeroblob(300000)",
            "1e308",
            "'" + "\u0000\uffff[]:" + "'");

    @TempDir
    Path folder;

    private final List<String> faults = new ArrayList<>();

    @Test
    void aDamagedStructureIsNotPromisedToBeRepaired() throws Exception {
        Path file = SampleSession.write(folder.resolve("torn.steno"));
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
        Call verify = Call.steno("verify", file);
        assertThat(verify.code()).isEqualTo(1);
        assertThat(verify.text())
                .contains("which can only rebuild indices", "sqlite3 FILE .recover")
                .doesNotContain("--repair repairs them");
        Call repair = Call.steno("verify", file, "--repair");
        assertThat(repair.code()).isEqualTo(1);
        assertThat(repair.out() + repair.err()).contains("copy", ".recover");
    }

    @Test
    void noCommandFailsInAnyOtherWayThanByALine() throws Exception {
        Path sound = SampleSession.write(folder.resolve("sound.steno"));
        ExecutorService calls = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "call");
            thread.setDaemon(true);
            return thread;
        });
        Fuzz.run("DamagedFilesTest", FILES, (i, same) -> {
            Random random = new Random(SEED + i);
            Path file = folder.resolve("damaged.steno");
            Files.copy(sound, file, StandardCopyOption.REPLACE_EXISTING);
            String damage = damage(file, random);
            for (List<Object> command : commands(file, sound)) {
                String said = "file " + i + " (" + damage + "): " + command;
                Future<Call> call = calls.submit((Callable<Call>) () -> Call.steno(command.toArray()));
                try {
                    judge(said, call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
                } catch (ExecutionException e) {
                    faults.add(said + " threw " + e.getCause());
                } catch (TimeoutException e) {
                    faults.add(said + " did not end");
                    call.cancel(true);
                }
            }
            tidy();
        });
        calls.shutdownNow();
        assertThat(faults).as("%s files, seed %s", FILES, SEED).isEmpty();
    }

    private void judge(String said, Call call) {
        boolean trace = call.err().contains("\tat ") || call.err().contains("should not have happened");
        if (call.code() < 0 || call.code() > ExitCode.DIFFERENT || trace) {
            faults.add(said + " ended with " + call.code() + ": "
                    + call.err().lines().limit(6).toList());
        }
        if (said.contains("--repair") && call.code() == 0 && !call.out().contains("clean")) {
            faults.add(said + " was called repaired, and said " + call.out());
        }
    }

    private List<List<Object>> commands(Path file, Path sound) {
        return List.of(
                List.of("ls", file),
                List.of("ls", file, "--order", "size"),
                List.of("ls", file, "--order", "url", "--reverse"),
                List.of("ls", file, "--filter", "~b x"),
                List.of("info", file),
                List.of("show", file, 1),
                List.of("show", file, 3),
                List.of("show", file, 4),
                List.of("passthrough", file),
                List.of("save", file, folder.resolve("saved.steno"), "--force"),
                List.of("save", file, folder.resolve("some.steno"), "--force", "--filter", "~http"),
                List.of("diff", file, sound),
                List.of("merge", file, sound, "-o", folder.resolve("merged.steno"), "--force"),
                List.of("verify", file),
                List.of("rm", file, "--yes", "--filter", "~m DELETE"),
                List.of("compact", file),
                List.of("verify", file, "--repair"),
                List.of("verify", file));
    }

    private static String damage(Path file, Random random) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> {
                return flip(file, random, 1 + random.nextInt(20));
            }
            case 1 -> {
                long length = Files.size(file) * random.nextInt(100) / 100;
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.setLength(length);
                }
                return "cut to " + length;
            }
            case 2 -> {
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    int pages = (int) (open.length() / 16_384);
                    byte[] page = new byte[16_384];
                    open.seek(16_384L * random.nextInt(pages));
                    open.readFully(page);
                    int to = random.nextInt(pages);
                    open.seek(16_384L * to);
                    open.write(random.nextBoolean() ? page : new byte[page.length]);
                    return "page " + to + " replaced";
                }
            }
            default -> {
                return alter(file, random);
            }
        }
    }

    private static String flip(Path file, Random random, int bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < bytes; i++) {
                long at = random.nextInt(8) == 0 ? random.nextInt(100) : (long) (random.nextDouble() * open.length());
                open.seek(at);
                int old = open.read();
                open.seek(at);
                open.write(old ^ 1 << random.nextInt(8));
            }
        }
        return bytes + " bits flipped";
    }

    /** Writes values to columns that a recorder never writes, as another program could. */
    private static String alter(Path file, Random random) throws IOException {
        List<String> done = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            List<String> columns = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT m.name || ' SET ' || c.name FROM sqlite_master m"
                    + " JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'")) {
                while (row.next()) {
                    columns.add(row.getString(1));
                }
            }
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                String sql = "UPDATE OR IGNORE " + columns.get(random.nextInt(columns.size())) + " = "
                        + VALUES.get(random.nextInt(VALUES.size()))
                        + (random.nextBoolean() ? "" : " WHERE rowid % 2 = 0");
                try {
                    statement.executeUpdate(sql);
                    done.add(sql);
                } catch (SQLException refused) {
                    done.add("not: " + sql); // a constraint of the table rejects the value
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return String.join("; ", done);
    }

    private void tidy() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(file -> !file.endsWith("sound.steno")).toList()) {
                Files.delete(each);
            }
        }
    }
}

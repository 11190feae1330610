package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import dev.steno.testing.process.ProductClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The product in a terminal of tmux, which has a server and a socket of its own. Keys are sent as a person would press
 * them, and the screen is what the terminal shows. For the thread of the test.
 */
public final class TmuxScreen implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path socket;

    private TmuxScreen(Path socket) {
        this.socket = socket;
    }

    /**
     * Starts a command of the product; the test is skipped if tmux is not installed.
     *
     * @param folder an empty one, for the socket
     * @param environment further variables, as {@code NAME=value}
     */
    public static TmuxScreen start(Path folder, int width, int height, List<String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(environment);
        command.addAll(java("-Dsteno.terminal=" + width));
        command.add("dev.steno.cli.Main");
        command.addAll(arguments);
        return open(folder, width, height, command);
    }

    /**
     * Starts another program. A program {@code steno}, which starts the product and finds out as the launcher does whether
     * standard output is a terminal, is in the folder, and found by its name.
     *
     * @param command the program and its arguments
     */
    static TmuxScreen running(Path folder, int width, int height, List<String> command) throws IOException {
        Path program = folder.resolve("steno");
        Files.writeString(
                program,
                "#!/bin/sh\nout=no; [ ! -t 1 ] || out=80\nexec "
                        + String.join(" ", java("-Dsteno.terminal=$out -Dsteno.terminal.err=no"))
                        + " \"${STENO_MAIN:-dev.steno.cli.Main}\" \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> words = new ArrayList<>(List.of("PATH=" + folder + ":" + System.getenv("PATH")));
        words.addAll(command);
        return open(folder, width, height, words);
    }

    private static List<String> java(String option) {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC", option));
        words.addAll(ProductClasses.options());
        return words;
    }

    private static TmuxScreen open(Path folder, int width, int height, List<String> words) throws IOException {
        assumeTrue(isInstalled(), "tmux is not installed, so the terminal user interface is not tested in a terminal");
        List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", "TZ=UTC", "NO_COLOR="));
        command.addAll(words);
        TmuxScreen screen = new TmuxScreen(folder.resolve("tmux"));
        Path settings = folder.resolve("tmux.conf");
        Files.writeString(
                settings,
                "set -g default-terminal screen-256color\nset -g status off\nset -g remain-on-exit on\n"
                        + "set -g set-clipboard on\nset -sg escape-time 10\n");
        List<String> start =
                new ArrayList<>(List.of("-f", settings.toString(), "-u", "new-session", "-d", "-c", folder.toString()));
        start.addAll(List.of("-x", Integer.toString(width), "-y", Integer.toString(height), "--"));
        start.addAll(command);
        screen.tmux(start);
        return screen;
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("tmux", "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String tmux(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Presses keys by their names in tmux: {@code Enter}, {@code Escape}, {@code Down}, {@code C-d}, {@code j}. */
    public TmuxScreen press(String... keys) {
        List<String> arguments = new ArrayList<>(List.of("send-keys"));
        arguments.addAll(List.of(keys));
        tmux(arguments);
        return this;
    }

    /** Types a text. */
    public TmuxScreen type(String text) {
        tmux(List.of("send-keys", "-l", text));
        return this;
    }

    /** Pastes a text, as a terminal does it that was asked to tell pasted text from keys. */
    public TmuxScreen paste(String text) {
        tmux(List.of("set-buffer", "--", text));
        tmux(List.of("paste-buffer", "-p"));
        return this;
    }

    /** Has everything that the terminal is sent from now on written to a file as well. */
    TmuxScreen recordTo(Path file) {
        tmux(List.of("pipe-pane", "cat > " + file));
        return this;
    }

    /** Changes the size of the terminal. */
    public TmuxScreen resize(int width, int height) {
        tmux(List.of("resize-window", "-x", Integer.toString(width), "-y", Integer.toString(height)));
        return this;
    }

    /** Returns the screen, without the blanks at the ends of lines. */
    public String text() {
        return tmux(List.of("capture-pane", "-p"))
                .lines()
                .map(String::stripTrailing)
                .reduce("", (a, b) -> a + b + "\n");
    }

    /** Returns the screen with the sequences that colour it. */
    public String coloured() {
        return tmux(List.of("capture-pane", "-p", "-e"));
    }

    /** Waits until the screen contains a text; returns the screen then. */
    public String await(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text()).contains(text));
        return text();
    }

    /** Waits until the screen no longer contains a text. */
    public void awaitWithout(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text()).doesNotContain(text));
    }

    /** Waits until the screen is that of a file below {@code golden/tui}, which is written with {@code -Dsteno.regenerate=true}. */
    public void awaitGolden(String name, String contained) throws IOException {
        await(contained);
        compare(name, this::text);
    }

    /** The same of a screen with durations and times of day, which are not compared. */
    void awaitTimedGolden(String name, String contained) throws IOException {
        await(contained);
        compare(name, () -> withoutTimes(text()));
    }

    private static String withoutTimes(String screen) {
        String clock = Pattern.compile("\\b\\d{2}(:\\d{2}){1,2}\\b")
                .matcher(screen)
                .replaceAll(time -> time.group().replaceAll("\\d", "-"));
        return Pattern.compile(" +[0-9.]+ (ns|µs|ms|s|min)(?!\\w)")
                .matcher(clock)
                .replaceAll(time -> " ".repeat(time.group().length() - 4) + "time");
    }

    private static void compare(String name, Supplier<String> shown) throws IOException {
        Path file = Checkout.file("cli/src/test/resources/golden/tui/" + name);
        if (Boolean.getBoolean("steno.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, settled(shown));
            return;
        }
        String golden = Files.readString(file);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shown.get()).isEqualTo(golden));
    }

    /** Returns the screen once it has stayed the same for a while: only for a screen that a person then looks at. */
    private static String settled(Supplier<String> shown) {
        String[] last = {""};
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            String now = shown.get();
            boolean same = now.equals(last[0]);
            last[0] = now;
            return same;
        });
        return last[0];
    }

    /** Waits until the program has ended; returns its exit code. */
    public int awaitEnd() {
        String[] code = {""};
        Awaitility.await().atMost(PATIENCE).until(() -> {
            // tmux 3.3 may miss the end of a child until another child ends
            tmux(List.of("run-shell", "true"));
            code[0] = tmux(List.of("display-message", "-p", "#{pane_dead} #{pane_dead_status}"))
                    .strip();
            return code[0].matches("1 \\d+"); // the code is known a moment after the end
        });
        return Integer.parseInt(code[0].substring(2));
    }

    /** Returns the process that runs in the terminal. */
    public long process() {
        return Long.parseLong(
                tmux(List.of("display-message", "-p", "#{pane_pid}")).strip());
    }

    @Override
    public void close() {
        tmux(List.of("kill-server"));
    }
}

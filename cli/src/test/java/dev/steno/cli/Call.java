package dev.steno.cli;

import dev.steno.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code steno} within the test process.
 *
 * @param code the exit code
 * @param out standard output, one char per byte
 * @param err standard error
 */
public record Call(int code, String out, String err) {

    /** Runs the call with a pipe as standard output. */
    public static Call steno(Object... args) {
        return on(null, Map.of(), args);
    }

    /** Runs a command in a home folder, to reach the Steno that runs there. */
    public static Call inHome(Path home, String command, Object... more) {
        return steno(Stream.concat(Stream.of(command, "--home", home), Stream.of(more))
                .toArray());
    }

    /** Runs the call with these environment variables only. */
    public static Call within(Map<String, String> environment, Object... args) {
        return on(null, environment, args);
    }

    /** Runs the call on a terminal with this number of columns. */
    public static Call onTerminal(int columns, Object... args) {
        return on(columns, Map.of(), args);
    }

    private static Call on(@Nullable Integer columns, Map<String, String> environment, Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int code = new Cli(new Console(out, err, columns, environment)).run(words);
        return new Call(code, out.toString(StandardCharsets.ISO_8859_1), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs the call with another standard output, which may refuse what is written. */
    public static Call onto(OutputStream out, Object... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
        int code = new Cli(new Console(out, err, null, Map.of())).run(words);
        return new Call(code, "", err.toString(StandardCharsets.UTF_8));
    }

    /** Standard output decoded as UTF-8. */
    public String text() {
        return new String(out.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}

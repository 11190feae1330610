package dev.steno.cli.client;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program with Steno's standard streams and waits for its end. Signals that ask Steno to end are passed on to the
 * program instead, so that it decides when both end. For the main thread; signals arrive on others.
 */
final class ClientProcess {
    /** The exit code with which shells report a command that does not exist. */
    static final int NOT_FOUND = 127;

    /** The exit code with which shells report a file that cannot be executed. */
    static final int NOT_EXECUTABLE = 126;

    private ClientProcess() {}

    /**
     * Finds the program of a command.
     *
     * @throws Failure if it cannot be started, with the exit code that shells use
     */
    static Path program(String name, Map<String, String> environment) {
        return Executables.find(name, environment)
                .orElseThrow(() -> Executables.exists(name, environment)
                        ? Failure.withCode(NOT_EXECUTABLE, name + " is not an executable file")
                        : Failure.withCode(
                                NOT_FOUND,
                                Executables.isPath(name)
                                        ? "file not found: " + name
                                        : "command not found: " + name + "; it is in no folder of the PATH"));
    }

    /**
     * Runs a program.
     *
     * @param arguments its arguments
     * @param environment its environment variables
     * @return its exit code; 128 + n if signal n ended it
     * @throws Failure if it cannot be started
     */
    static int run(Path program, List<String> arguments, Map<String, String> environment, Console console) {
        return await(start(program, arguments, environment), console);
    }

    private static Process start(Path program, List<String> arguments, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw Failure.withCode(NOT_EXECUTABLE, "cannot start " + program + ": " + e.getMessage());
        }
    }

    private static int await(Process process, Console console) {
        console.onEachEndingSignal(name -> pass(name, process));
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                continue; // only a signal ends the program, and signals do not interrupt
            }
        }
    }

    /** A terminal sends SIGINT and SIGHUP to all processes of its foreground group, hence to the program as well. */
    private static void pass(String name, Process process) {
        if (name.equals("TERM")) {
            process.destroy();
        } else if (!isInForeground()) {
            signal(name, process);
        }
    }

    private static void signal(String name, Process process) {
        try {
            // a builtin of every POSIX shell: a program named kill is missing in small containers
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** Whether this process is in the foreground group of its terminal (proc(5): fields 5 and 8 of stat). */
    private static boolean isInForeground() {
        String[] fields = stat();
        if (fields == null) {
            return System.console() != null;
        }
        return fields[5 - 3].equals(fields[8 - 3]);
    }

    private static String @Nullable [] stat() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // the second field, the name, may contain spaces and parentheses
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (IOException e) {
            return null;
        }
    }
}

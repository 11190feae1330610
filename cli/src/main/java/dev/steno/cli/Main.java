package dev.steno.cli;

import dev.steno.cli.run.ProcessClock;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;

/** The entry point of the product. */
public final class Main {
    private Main() {}

    /** Runs one subcommand and ends the process with its {@linkplain ExitCode exit code}. */
    public static void main(String[] args) {
        ProcessClock.noteStart();
        int code = new Cli(Console.system()).run(args);
        System.exit(code);
    }
}

package dev.steno.cli;

import dev.steno.cli.run.ProcessClock;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.option.ArgumentEncoding;

/** The entry point of the product. */
public final class Main {
    private Main() {}

    /** Runs one subcommand and ends the process with its {@linkplain ExitCode exit code}. */
    public static void main(String[] args) {
        ProcessClock.noteStart();
        Console console = Console.system();
        if (ArgumentEncoding.lostLetters()) {
            console.say("an argument has letters that Java could not read: " + ArgumentEncoding.ADVICE);
            System.exit(ExitCode.USAGE);
        }
        int code = new Cli(console).run(args);
        System.exit(code);
    }
}

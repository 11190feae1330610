package dev.steno.cli;

/** The entry point of the product. */
public final class Main {
    private Main() {}

    /** Runs one subcommand and ends the process with its {@linkplain ExitCode exit code}. */
    public static void main(String[] args) {
        ProcessClock.begin();
        int code = new Cli(Console.system()).run(args);
        System.exit(code);
    }
}

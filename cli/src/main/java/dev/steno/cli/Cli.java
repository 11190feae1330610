package dev.steno.cli;

import dev.steno.cli.address.FilesOnly;
import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.address.StoreUrl;
import dev.steno.cli.command.ArgumentParser;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.help.HelpPages;
import dev.steno.cli.help.UnknownCommand;
import dev.steno.cli.run.Preload;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.StandardOut;
import dev.steno.option.OptionException;
import dev.steno.store.WorkStopped;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Runs one call of {@code steno}: finds the subcommand, runs it and reports an error in one line. Only the subcommand
 * that is called is constructed, so that the others do not slow the start. For the main thread.
 */
final class Cli {
    private final Console console;

    Cli(Console console) {
        this.console = console;
    }

    /** Runs one call; the result is an {@link ExitCode}. */
    int run(String... args) {
        boolean trace = Subcommand.beforeDashes(Arrays.asList(args)).contains(ArgumentParser.DEBUG);
        try {
            int code = dispatch(args);
            console.flushWhileRead();
            return code;
        } catch (StandardOut.Gone e) {
            return e.readerLeft() ? ExitCode.OK : fail(ExitCode.FAILURE, String.valueOf(e.getMessage()), e, trace);
        } catch (Failure e) {
            return fail(e.exitCode(), String.valueOf(e.getMessage()), e, trace);
        } catch (OptionException e) {
            return fail(ExitCode.USAGE, String.valueOf(e.getMessage()), e, trace);
        } catch (WorkStopped e) {
            return fail(ExitCode.STOPPED, String.valueOf(e.getMessage()), e, trace);
        } catch (IOException e) {
            return fail(ExitCode.FAILURE, explain(e), e, trace);
        } catch (UncheckedIOException e) {
            return fail(ExitCode.FAILURE, explain(Objects.requireNonNull(e.getCause())), e, trace);
        } catch (OutOfMemoryError e) {
            return fail(
                    ExitCode.FAILURE,
                    "out of memory (" + e.getMessage() + "): process less at a time, or raise the heap limit with -Xmx",
                    e,
                    trace);
        } catch (RuntimeException | LinkageError e) {
            // a defect of ours: a report needs the trace
            return fail(ExitCode.FAILURE, "internal error: " + e + "; please report it with the trace below", e, true);
        }
    }

    private int dispatch(String[] args) throws IOException {
        String first = args.length == 0 ? "" : args[0];
        StoreUrl.refusePasswords(List.of(first)); // the message about an unknown command repeats it
        if (first.equals("-h") || first.equals("--help")) {
            HelpPages.printOverview(Subcommands.shown(), console);
            return ExitCode.OK;
        }
        if (first.equals("-V") || first.equals("--version")) {
            console.out().println(Version.line());
            return ExitCode.OK;
        }
        if (first.isEmpty() || first.startsWith("-")) {
            return runDefault(List.of(args));
        }
        return run(first, Arrays.asList(args).subList(1, args.length));
    }

    private int runDefault(List<String> args) throws IOException {
        try {
            return run(Subcommands.DEFAULT, args);
        } catch (Failure e) {
            throw e.exitCode() == ExitCode.USAGE
                    ? UnknownCommand.misplaced(args, Subcommands.SHOWN)
                            .map(Failure::usage)
                            .orElse(e)
                    : e;
        }
    }

    private int run(String name, List<String> args) throws IOException {
        Subcommand subcommand = Subcommands.named(name);
        if (subcommand == null) {
            throw Failure.usage(UnknownCommand.message(name, Subcommands.SHOWN));
        }
        List<String> own = subcommand.own(args);
        // words behind -- belong to another program only if the subcommand starts one, which then has a name
        StoreUrl.refusePasswords(name.equals("exec") ? own : args);
        FilesOnly.check(name, own);
        if (own.contains("-h") || own.contains("--help")) {
            HelpPages.print(subcommand, own, console);
            return ExitCode.OK;
        }
        if (Subcommands.opensSession(name)) {
            if (own.stream().noneMatch(StoreUrl::is)) {
                Preload.session();
            } else if (StoreUrl.is(own.get(0))) { // elsewhere it may be the value of an option
                SessionAddress.openEarly(own.get(0));
            }
        }
        return subcommand.run(args, console);
    }

    private int fail(int code, String message, Throwable cause, boolean trace) {
        // a configuration file may have several problems, one per line
        message.lines().forEach(console::say);
        if (trace) {
            cause.printStackTrace(console.err());
        }
        return code;
    }

    /** The message of the JDK's exceptions for files is the bare file name. */
    private static String explain(IOException e) {
        String message = e.getMessage();
        if (e instanceof NoSuchFileException) {
            return "file not found: " + message;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied: " + message;
        }
        if (e instanceof FileSystemException file) {
            return "cannot use " + file.getFile() + ": " + FileErrors.reason(e);
        }
        return message == null ? FileErrors.reason(e) : message;
    }
}

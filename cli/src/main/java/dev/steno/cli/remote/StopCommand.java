package dev.steno.cli.remote;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.option.ValueException;
import dev.steno.option.ValueTypes;
import dev.steno.sqlite.file.SideFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno stop}: stops a running Steno, and waits until its session is closed. */
public final class StopCommand extends ParsedSubcommand {
    private static final int LOST_ANSWER_SECONDS = 20;

    @Override
    public String summary() {
        return "Stop a running Steno, and wait until its session is closed.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ProxyChoice.describe(spec);
        spec.addOption(OptionSpec.builder("--timeout")
                .paramLabel("DURATION")
                .type(String.class)
                .description("How long to wait, such as 30s; without it, as long as it takes.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "As with SIGTERM, exchanges in progress have the time of Steno's --grace to complete. Exit codes: "
                                + "0 if Steno has ended and its session is closed; 1 if none runs, if it has not ended in "
                                + "time, or if the session was not closed in order.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Duration timeout = timeout(call.matchedOptionValue("--timeout", ""));
        RunningProxy proxy = ProxyChoice.one(call);
        Optional<ProcessHandle> process = ProcessHandle.of(proxy.pid());
        ask(proxy, process);
        if (process.isPresent()) {
            await(process.get(), timeout, proxy);
        }
        Optional<Path> log = proxy.session().map(SideFiles::log);
        if (log.filter(Files::exists).isPresent()) {
            throw Failure.because("Steno has ended, but did not close "
                    + proxy.session().get() + ": its messages say why; steno verify checks the session");
        }
        console.say("stopped: " + proxy.label());
        return ExitCode.OK;
    }

    private static Duration timeout(String text) {
        try {
            return text.isEmpty()
                    ? Duration.ofDays(1_000)
                    : ValueTypes.STANDARD.of(Duration.class).parse(text);
        } catch (ValueException e) {
            throw Failure.usage("--timeout: " + e.getMessage());
        }
    }

    /** By the API, or by SIGTERM if the API is off. */
    private static void ask(RunningProxy proxy, Optional<ProcessHandle> process) throws IOException {
        if (proxy.web().isPresent()) {
            try {
                ApiClient.of(proxy).post("/commands/proxy.stop", Map.of());
            } catch (IOException e) {
                if (process.isPresent() && !endsSoon(process.get())) {
                    throw e;
                }
            }
        } else if (process.isPresent()) {
            if (!process.get().supportsNormalTermination()) {
                throw Failure.because("the Steno that records to " + proxy.label() + " was started with --web off, "
                        + "and this system cannot ask it to end: press Ctrl-C in its window");
            }
            process.get().destroy();
        }
    }

    /** Whether a process ends whose answer was lost: on a busy machine it may close the connection before. */
    private static boolean endsSoon(ProcessHandle process) {
        return process.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, LOST_ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static void await(ProcessHandle process, Duration timeout, RunningProxy proxy) {
        try {
            process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Failure.because(
                    "the Steno that records to " + proxy.label() + " was asked to stop, and has not ended in time", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.because("no longer waiting for the end of process " + proxy.pid());
        }
    }
}

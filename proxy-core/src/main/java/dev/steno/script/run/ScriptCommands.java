package dev.steno.script.run;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.script.source.ScriptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The commands on the scripts of a running proxy. None starts a script that was not given at the start. Threads that may block. */
public final class ScriptCommands {
    private final Supplier<List<ScriptAddon>> scripts;

    /** @param scripts called by each command */
    public ScriptCommands(Supplier<List<ScriptAddon>> scripts) {
        this.scripts = scripts;
    }

    /**
     * A script.
     *
     * @param state runs or stopped
     * @param version the number of loads until the version that runs; 0 if it is stopped
     * @param hooks the methods that are called
     * @param calls of its methods since the start
     * @param failures of these calls
     * @param oldVersions versions that exchanges still use which began with them
     * @param problem why it was not loaded again, or its latest kind of failure
     */
    record Row(
            String name,
            String state,
            int version,
            String hooks,
            long calls,
            long failures,
            int oldVersions,
            String file,
            Optional<String> problem) {}

    @Command(name = "script.list", help = "Lists the scripts, in the order in which they see traffic.")
    List<Row> list() {
        return scripts.get().stream()
                .map(each -> new Row(
                        each.name(),
                        each.version() == 0 ? "stopped" : "runs",
                        each.version(),
                        String.join(" ", each.hooks()),
                        each.calls(),
                        each.failures(),
                        each.oldVersions(),
                        each.file().toString(),
                        Optional.of(each.problem().replace("\n", "; ")).filter(text -> !text.isEmpty())))
                .toList();
    }

    @Command(
            name = "script.reload",
            help =
                    "Compiles a script again, or all; a version that cannot be compiled changes nothing. Starts a stopped one.")
    List<String> reload(@Arg(help = "The name of the script's file; all by default.") Optional<String> name) {
        List<String> told = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (ScriptAddon each : name.isPresent() ? List.of(find(name.get())) : scripts.get()) {
            try {
                told.add(each.name() + " version " + each.reload());
            } catch (ScriptException e) {
                failed.add(e.getMessage());
            }
        }
        if (!failed.isEmpty()) {
            throw new CommandException(String.join("\n", failed));
        }
        return told;
    }

    @Command(
            name = "script.stop",
            help =
                    "Stops a script: exchanges that it has seen end with it, others do not see it. script.reload starts it.")
    void stop(@Arg(help = "The name of the script's file.") String name) {
        if (!find(name).stopRunning()) {
            throw new CommandException("the script " + name + " is stopped already");
        }
    }

    private ScriptAddon find(String name) {
        return scripts.get().stream()
                .filter(each ->
                        each.name().equals(name) || each.file().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException("no script is called " + name + ": "
                        + (scripts.get().isEmpty()
                                ? "none was given at the start (--script FILE)"
                                : "there is "
                                        + String.join(
                                                ", ",
                                                scripts.get().stream()
                                                        .map(ScriptAddon::name)
                                                        .toList()))));
    }
}

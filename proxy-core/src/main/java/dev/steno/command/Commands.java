package dev.steno.command;

import dev.steno.option.Nearest;
import dev.steno.option.ValueTypes;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The registry of commands. A command runs on the thread that calls it and says itself what it needs. For any thread.
 */
public final class Commands {
    private final ValueTypes types;
    private volatile NavigableMap<String, CommandMethod> commands = new TreeMap<>(); // replaced, never changed

    /** A registry over the standard value types. */
    public Commands() {
        this(ValueTypes.STANDARD);
    }

    /** A registry over a table of value types. */
    public Commands(ValueTypes types) {
        this.types = types;
    }

    /**
     * Declares every method of an object's own class that carries {@link Command}.
     *
     * @throws IllegalArgumentException if there is none, one is not a valid declaration or a name is taken
     */
    public synchronized void register(Object holder) {
        NavigableMap<String, CommandMethod> next = new TreeMap<>(commands);
        Method[] methods = holder.getClass().getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName));
        for (Method method : methods) {
            Command command = method.getAnnotation(Command.class);
            if (command == null) {
                continue;
            }
            CommandMethod added = new CommandMethod(holder, method, command, types);
            if (next.put(command.name(), added) != null) {
                throw new IllegalArgumentException(
                        "command " + command.name() + " of " + holder.getClass().getName() + " is declared already");
            }
        }
        if (next.size() == commands.size()) {
            throw new IllegalArgumentException(holder.getClass().getName() + " has no method with @Command");
        }
        commands = next;
    }

    /** The command of a name. */
    public Optional<CommandSpec> find(String name) {
        return Optional.ofNullable(commands.get(name)).map(CommandMethod::spec);
    }

    /** Every command, by name. */
    public List<CommandSpec> all() {
        return commands.values().stream().map(CommandMethod::spec).toList();
    }

    /**
     * Calls a command and waits for one that answers later; not for event loops.
     *
     * @throws CommandException if there is no such command, the arguments do not fit, or it failed
     */
    public CommandResult call(String name, List<String> arguments) {
        try {
            return callAsync(name, arguments).toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (CommandException) e.getCause(); // callAsync ends with no other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(name + ": interrupted while waiting for its result", e);
        }
    }

    /**
     * Calls a command without waiting for one that answers later. Such a one ends on the thread that ends its stage.
     *
     * @return ends with the result, or exceptionally with a {@link CommandException} or the {@link Error} of a command
     */
    public CompletionStage<CommandResult> callAsync(String name, List<String> arguments) {
        CompletableFuture<CommandResult> answer = new CompletableFuture<>();
        try {
            CommandMethod command = command(name);
            Object returned = command.call(arguments);
            if (returned instanceof CompletionStage<?> stage) {
                stage.whenComplete((value, failure) -> end(answer, command, value, failure));
            } else {
                end(answer, command, returned, null);
            }
        } catch (CommandException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static void end(
            CompletableFuture<CommandResult> answer,
            CommandMethod command,
            @Nullable Object value,
            @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            answer.completeExceptionally(cause instanceof Error ? cause : command.failure(cause));
            return;
        }
        try {
            answer.complete(new CommandResult(value, command.print(value)));
        } catch (RuntimeException e) {
            answer.completeExceptionally(command.failure(e));
        }
    }

    /**
     * What could stand in place of the last word of an unfinished line: names of commands, then values for the argument.
     * May read directories.
     */
    public Completion complete(String line) {
        LineLexer lexer = LineLexer.lenient(line);
        List<String> words = lexer.words();
        String last = words.get(words.size() - 1);
        List<String> found;
        if (words.size() == 1) {
            found = commands.values().stream()
                    .map(CommandMethod::spec)
                    .filter(spec -> !spec.hidden() && spec.name().startsWith(last))
                    .map(CommandSpec::name)
                    .toList();
        } else {
            found = Optional.ofNullable(commands.get(words.get(0)))
                    .flatMap(command -> command.typeOf(words.size() - 2))
                    .map(type -> type.complete(last))
                    .orElse(List.of());
        }
        return new Completion(
                lexer.startOfLast(), found.stream().map(CommandLine::quote).toList());
    }

    private CommandMethod command(String name) {
        CommandMethod command = commands.get(name);
        if (command == null) {
            throw new CommandException("there is no command " + name + Nearest.hint(name, commands.keySet()));
        }
        return command;
    }
}

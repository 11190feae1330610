package dev.steno.command;

import dev.steno.option.NearestName;
import dev.steno.option.ValueType;
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
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The registry of commands. Thread-safe. A command runs on the calling thread; a command that requires a certain thread
 * says so in its help text.
 */
public final class Commands {
    private final ValueTypes types;
    private volatile NavigableMap<String, CommandMethod> commands = new TreeMap<>(); // copied on write

    /** Creates a registry with the standard value types. */
    public Commands() {
        this(ValueTypes.STANDARD);
    }

    /** Creates a registry with a table of value types. */
    public Commands(ValueTypes types) {
        this.types = types;
    }

    /**
     * Registers every method that carries {@link Command} and is declared by the object's class itself.
     *
     * @throws IllegalArgumentException if there is no such method, a declaration is invalid or a name is taken
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
                        "command " + command.name() + " of " + holder.getClass().getName() + " is already declared");
            }
        }
        if (next.size() == commands.size()) {
            throw new IllegalArgumentException(holder.getClass().getName() + " has no method with @Command");
        }
        commands = next;
    }

    /** Removes the commands of an object that was registered. Calls that have begun continue. */
    public synchronized void unregister(Object holder) {
        NavigableMap<String, CommandMethod> next = new TreeMap<>(commands);
        next.values().removeIf(command -> command.isOf(holder));
        commands = next;
    }

    /** Finds a command by its name. */
    public Optional<CommandSpec> find(String name) {
        return Optional.ofNullable(commands.get(name)).map(CommandMethod::spec);
    }

    /** Every command, sorted by name. */
    public List<CommandSpec> all() {
        return commands.values().stream().map(CommandMethod::spec).toList();
    }

    /**
     * Calls a command and blocks until it has completed. Must not be called on an event loop.
     *
     * @throws CommandException if the command does not exist, the arguments are invalid, or it failed
     */
    public CommandResult call(String name, List<String> arguments) {
        try {
            return callAsync(name, arguments).toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (CommandException) e.getCause(); // callAsync fails with no other exception
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(name + ": interrupted while waiting for its result", e);
        }
    }

    /**
     * Calls a command without waiting for its result. The returned stage completes on the thread that completes the
     * command's own stage.
     *
     * @return completes with the result, or exceptionally with a {@link CommandException} or the {@link Error} of a
     *     command
     */
    public CompletionStage<CommandResult> callAsync(String name, List<String> arguments) {
        CompletableFuture<CommandResult> answer = new CompletableFuture<>();
        try {
            CommandMethod command = command(name);
            Object returned = command.call(arguments);
            if (returned instanceof CompletionStage<?> stage) {
                stage.whenComplete((value, failure) -> completeAnswer(answer, command, value, failure));
            } else {
                completeAnswer(answer, command, returned, null);
            }
        } catch (CommandException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static void completeAnswer(
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
     * Candidates for the last word of an unfinished line: command names, then values of the argument. May block to
     * list folders.
     */
    public Completion complete(String line) {
        return complete(line, ValueType::complete);
    }

    /**
     * The same with other values of arguments.
     *
     * @param values returns those that begin with a text
     */
    public Completion complete(String line, BiFunction<ValueType<?>, String, List<String>> values) {
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
                    .map(type -> values.apply(type, last))
                    .orElse(List.of());
        }
        return new Completion(
                lexer.startOfLast(), found.stream().map(CommandLine::quote).toList());
    }

    private CommandMethod command(String name) {
        CommandMethod command = commands.get(name);
        if (command == null) {
            throw new CommandException("there is no command " + name + NearestName.hint(name, commands.keySet()));
        }
        return command;
    }
}

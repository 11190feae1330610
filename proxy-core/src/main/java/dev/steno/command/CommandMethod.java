package dev.steno.command;

import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A declared command with the object on which it is called. Immutable. */
final class CommandMethod {
    private final Object holder;
    private final Method method;
    private final ResultType result;
    private final CommandSpec spec;

    /**
     * Reads a method's declaration.
     *
     * @throws IllegalArgumentException if it is not valid
     */
    CommandMethod(Object holder, Method method, Command command, ValueTypes types) {
        this.holder = holder;
        this.method = method;
        try {
            if (!command.name().matches("[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*")) {
                throw new IllegalArgumentException("\"" + command.name() + "\" is not a name such as session.info");
            }
            this.result = ResultType.of(method.getGenericReturnType(), types);
            List<CommandParameter> parameters = new ArrayList<>();
            for (Parameter parameter : method.getParameters()) {
                parameters.add(CommandParameterReader.read(parameter, types));
            }
            requireOrder(parameters);
            this.spec = new CommandSpec(
                    command.name(), parameters, result.name(), command.help(), command.destroys(), command.hidden());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    method.getDeclaringClass().getName() + "." + method.getName() + ": " + e.getMessage(), e);
        }
        method.setAccessible(true); // since the holder's class may be non-public
    }

    private static void requireOrder(List<CommandParameter> parameters) {
        for (int i = 1; i < parameters.size(); i++) {
            CommandParameter before = parameters.get(i - 1);
            if (before.variadic() || parameters.get(i).required() && !before.required()) {
                throw new IllegalArgumentException(
                        "no parameter may follow " + before.name() + ", which is optional or takes several arguments");
            }
        }
    }

    boolean isOf(Object object) {
        return holder == object;
    }

    CommandSpec spec() {
        return spec;
    }

    String print(@Nullable Object value) {
        return result.print(value);
    }

    /**
     * Calls the method on the current thread.
     *
     * @return the method's result: null for {@code void}, a stage for a command that completes later
     * @throws CommandException if the arguments are invalid or the method failed
     */
    @Nullable
    Object call(List<String> arguments) {
        if (arguments.size() < spec.fewest() || arguments.size() > spec.most()) {
            throw CommandException.usage(spec.name() + " takes " + count() + ", not " + arguments.size(), spec, null);
        }
        @Nullable Object[] values = new Object[spec.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            CommandParameter parameter = spec.parameters().get(i);
            if (parameter.variadic()) {
                values[i] = rest(parameter, arguments.subList(Math.min(i, arguments.size()), arguments.size()));
            } else if (i < arguments.size()) {
                values[i] = value(parameter, arguments.get(i));
            } else {
                values[i] = parameter.type().parse(parameter.defaultText().orElseThrow());
            }
        }
        try {
            return method.invoke(holder, values);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof Error error) {
                throw error;
            }
            throw failure(e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new AssertionError("the method was made accessible", e);
        }
    }

    /** Translates a failure of the method into the exception whose message is shown to the caller. */
    CommandException failure(Throwable cause) {
        return cause instanceof CommandException told
                ? told
                : new CommandException(
                        spec.name() + ": "
                                + Optional.ofNullable(cause.getMessage()).orElse(cause.toString()),
                        cause);
    }

    private Object value(CommandParameter parameter, String argument) {
        try {
            return parameter.type().parse(argument);
        } catch (ValueException e) {
            throw CommandException.usage(spec.name() + ": " + parameter.name() + ": " + e.getMessage(), spec, e);
        }
    }

    private Object rest(CommandParameter parameter, List<String> arguments) {
        List<Object> values = new ArrayList<>();
        arguments.forEach(argument -> values.add(value(parameter, argument)));
        if (!method.isVarArgs()) {
            return List.copyOf(values);
        }
        Class<?>[] declared = method.getParameterTypes();
        Object array = Array.newInstance(declared[declared.length - 1].getComponentType(), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private String count() {
        int fewest = spec.fewest();
        int most = spec.most();
        if (most == Integer.MAX_VALUE) {
            return "at least " + fewest + (fewest == 1 ? " argument" : " arguments");
        }
        if (most == 0) {
            return "no arguments";
        }
        return (fewest == most ? "" : fewest + " to ") + most + (most == 1 ? " argument" : " arguments");
    }

    /** The type of the parameter that an argument belongs to; empty if there are too many arguments. */
    Optional<ValueType<?>> typeOf(int argument) {
        List<CommandParameter> parameters = spec.parameters();
        if (argument < parameters.size()) {
            return Optional.of(parameters.get(argument).type());
        }
        return spec.most() == Integer.MAX_VALUE
                ? Optional.of(parameters.get(parameters.size() - 1).type())
                : Optional.empty();
    }
}

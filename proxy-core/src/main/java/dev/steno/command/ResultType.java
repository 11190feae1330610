package dev.steno.command;

import dev.steno.option.NameSyntax;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names and prints a command's result. Immutable; any thread. */
sealed interface ResultType {

    /** The type's name in listings. */
    String name();

    /** The text of a result. */
    String print(@Nullable Object result);

    /**
     * The result type for a method's return type.
     *
     * @throws IllegalArgumentException if it cannot be printed
     */
    static ResultType of(Type type, ValueTypes types) {
        if (type == void.class || type == Void.class) {
            return new Nothing();
        }
        if (type instanceof ParameterizedType parameterized) {
            Type argument = parameterized.getActualTypeArguments()[0];
            if (parameterized.getRawType() == CompletionStage.class) {
                return of(argument, types);
            }
            if (parameterized.getRawType() == List.class) {
                return new Rows(of(argument, types));
            }
        }
        Optional<ValueType<?>> value = types.find(type);
        if (value.isPresent()) {
            return new Scalar(value.get());
        }
        if (type instanceof Class<?> plain && plain.isRecord()) {
            return Fields.of(plain, types);
        }
        throw new IllegalArgumentException("a result of type " + type.getTypeName() + " cannot be printed");
    }

    /** No result. */
    record Nothing() implements ResultType {
        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public String print(@Nullable Object result) {
            return "";
        }
    }

    /** A single value. */
    record Scalar(ValueType<?> type) implements ResultType {
        @Override
        public String name() {
            return type.name();
        }

        @Override
        public String print(@Nullable Object result) {
            return print(type, Objects.requireNonNull(result, "a command returned null for a value"));
        }

        @SuppressWarnings("unchecked") // safe: the value type was chosen by the method's return type
        private static <T> String print(ValueType<T> type, Object value) {
            return type.print((T) value);
        }
    }

    /** A record, one line per component. */
    record Fields(List<String> names, List<Method> accessors, List<ResultType> types) implements ResultType {

        private static Fields of(Class<?> type, ValueTypes types) {
            List<String> names = new ArrayList<>();
            List<Method> accessors = new ArrayList<>();
            List<ResultType> results = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                names.add(NameSyntax.kebab(component.getName()));
                Method accessor = component.getAccessor();
                accessor.setAccessible(true); // since result records may be non-public
                accessors.add(accessor);
                results.add(new Scalar(types.of(component.getGenericType())));
            }
            return new Fields(names, accessors, results);
        }

        @Override
        public String name() {
            return "record of " + String.join(", ", names);
        }

        @Override
        public String print(@Nullable Object result) {
            List<String> texts = texts(Objects.requireNonNull(result, "a command returned null for a record"));
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < texts.size(); i++) {
                lines.append(i == 0 ? "" : "\n")
                        .append(names.get(i))
                        .append(": ")
                        .append(texts.get(i));
            }
            return lines.toString();
        }

        private List<String> texts(Object row) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < accessors.size(); i++) {
                try {
                    texts.add(types.get(i).print(accessors.get(i).invoke(row)));
                } catch (InvocationTargetException | IllegalAccessException e) {
                    throw new CommandException(names.get(i) + " of a result cannot be read", e);
                }
            }
            return texts;
        }
    }

    /** A list, one line per element. */
    record Rows(ResultType element) implements ResultType {
        @Override
        public String name() {
            return "list of " + element.name();
        }

        @Override
        public String print(@Nullable Object result) {
            List<String> lines = new ArrayList<>();
            if (element instanceof Fields fields) {
                lines.add(String.join("\t", fields.names()));
            }
            for (Object row : (List<?>) Objects.requireNonNull(result, "a command returned null for a list")) {
                lines.add(
                        element instanceof Fields fields
                                ? fields.texts(row).stream()
                                        .map(Rows::onOneLine)
                                        .collect(Collectors.joining("\t"))
                                : onOneLine(element.print(row)));
            }
            return String.join("\n", lines);
        }

        /** Escapes characters that would end a cell or a line. */
        private static String onOneLine(String text) {
            return text.replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r");
        }
    }
}

package dev.steno.option;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of value types: text, numbers, booleans, paths, enums, {@link ByteSize}, {@link Duration} and {@link
 * HostPort}, with {@link List} and {@link Optional} of each, and the program's own additions. Immutable.
 */
public final class ValueTypes {
    /** The standard table. */
    public static final ValueTypes STANDARD = new ValueTypes(standard());

    private final Map<Class<?>, ValueType<?>> table;

    private ValueTypes(Map<Class<?>, ValueType<?>> table) {
        this.table = Map.copyOf(table);
    }

    private static Map<Class<?>, ValueType<?>> standard() {
        Map<Class<?>, ValueType<?>> table = new HashMap<>();
        table.put(String.class, ValueType.of("text", "TEXT", "any text", text -> text, text -> text));
        table.put(int.class, NumberType.INT);
        table.put(Integer.class, NumberType.INT);
        table.put(long.class, NumberType.LONG);
        table.put(Long.class, NumberType.LONG);
        table.put(boolean.class, new BooleanType());
        table.put(Boolean.class, new BooleanType());
        table.put(Path.class, new PathType());
        table.put(ByteSize.class, ByteSize.TYPE);
        table.put(Duration.class, new DurationType());
        table.put(HostPort.class, HostPort.TYPE);
        return table;
    }

    /** This table with one more type, which replaces an existing one for the same class. */
    public <T> ValueTypes with(Class<T> type, ValueType<T> valueType) {
        Map<Class<?>, ValueType<?>> next = new HashMap<>(table);
        next.put(type, valueType);
        return new ValueTypes(next);
    }

    /**
     * The value type for a Java class.
     *
     * @throws IllegalArgumentException if the table has none
     */
    @SuppressWarnings("unchecked") // each entry was added under the class of its values
    public <T> ValueType<T> of(Class<T> type) {
        return (ValueType<T>) of((Type) type);
    }

    /**
     * The value type for a Java type, including the arguments of {@code List} and {@code Optional}.
     *
     * @throws IllegalArgumentException if the table has none
     */
    public ValueType<?> of(Type type) {
        return find(type)
                .orElseThrow(
                        () -> new IllegalArgumentException("no value type parses and prints " + type.getTypeName()));
    }

    /**
     * Restricts a type to the values of some texts; other spellings of these values are accepted too. For a list,
     * restricts its elements.
     *
     * @throws ValueException if the type cannot parse one of the texts
     */
    public static ValueType<?> restrict(ValueType<?> type, List<String> allowed) {
        return AllowedType.restrict(type, allowed);
    }

    /** The value type for a Java type; empty if the table has none. */
    public Optional<ValueType<?>> find(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Optional<ValueType<?>> argument = find(parameterized.getActualTypeArguments()[0]);
            if (parameterized.getRawType() == List.class) {
                return argument.map(ListType::new);
            }
            return parameterized.getRawType() == Optional.class ? argument.map(OptionalType::new) : Optional.empty();
        }
        if (!(type instanceof Class<?> plain)) {
            return Optional.empty();
        }
        if (table.containsKey(plain)) {
            return Optional.of(table.get(plain));
        }
        return plain.isEnum() ? Optional.of(enumType(plain)) : Optional.empty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // isEnum() guarantees an enum class
    private static ValueType<?> enumType(Class<?> type) {
        return new EnumType(type);
    }
}

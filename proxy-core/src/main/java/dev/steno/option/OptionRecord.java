package dev.steno.option;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class of an option record: its components, and how to create it from their values. Immutable. */
final class OptionRecord<R extends Record> {
    private final Class<R> type;
    private final Constructor<R> constructor;
    private final List<OptionDeclaration> declarations;

    /**
     * Reads a record's declarations.
     *
     * @throws IllegalArgumentException if a component is not a valid declaration
     */
    OptionRecord(Class<R> type, ValueTypes types) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        this.declarations = Stream.of(components)
                .map(component -> OptionDeclaration.of(component, types))
                .toList();
        try {
            constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has its canonical constructor (JLS 8.10.4)", e);
        }
        constructor.setAccessible(true); // since option records may be non-public
    }

    Class<R> type() {
        return type;
    }

    List<OptionDeclaration> declarations() {
        return declarations;
    }

    /**
     * Creates the record.
     *
     * @param values one per component, in order
     * @throws OptionException if the record's constructor rejects the values
     */
    R create(List<Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            Throwable refusal = e.getTargetException();
            if (refusal instanceof Error error) {
                throw error;
            }
            if (refusal instanceof RefusedOptionException one) {
                throw new OptionException("option " + one.option() + ": " + one.getMessage(), refusal);
            }
            String names = declarations.stream().map(OptionDeclaration::name).collect(Collectors.joining(", "));
            throw new OptionException(
                    (declarations.size() == 1 ? "option " : "options ") + names + ": " + refusal.getMessage(), refusal);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new AssertionError("a record is never abstract and its constructor was made accessible", e);
        }
    }

    /** The values of the components, in order. */
    List<Object> values(Record instance) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            try {
                accessor.setAccessible(true);
                values.add(accessor.invoke(instance));
            } catch (ReflectiveOperationException e) {
                throw new OptionException(type.getName() + "." + component.getName() + " cannot be read", e);
            }
        }
        return values;
    }
}

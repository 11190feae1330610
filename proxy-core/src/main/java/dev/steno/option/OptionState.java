package dev.steno.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A snapshot of all declarations, the texts of each layer and the records created from them. Immutable. */
final class OptionState {
    /** The state without declarations. */
    static final OptionState EMPTY = new OptionState(Map.of(), new TreeMap<>(), Map.of(), Map.of());

    private final Map<Class<?>, OptionRecord<?>> records;
    private final TreeMap<String, OptionDeclaration> declared;
    private final Map<OptionSource, Map<String, String>> layers;
    private final Map<Class<?>, Record> values;

    private OptionState(
            Map<Class<?>, OptionRecord<?>> records,
            TreeMap<String, OptionDeclaration> declared,
            Map<OptionSource, Map<String, String>> layers,
            Map<Class<?>, Record> values) {
        this.records = records;
        this.declared = declared;
        this.layers = layers;
        this.values = values;
    }

    /**
     * This state with one more option record.
     *
     * @throws IllegalArgumentException if one of its names or flags is taken, or it cannot be created from its defaults
     */
    OptionState with(OptionRecord<?> added) {
        TreeMap<String, OptionDeclaration> nextDeclared = new TreeMap<>(declared);
        for (OptionDeclaration declaration : added.declarations()) {
            requireFlagsFree(declaration, nextDeclared);
            if (nextDeclared.put(declaration.name(), declaration) != null) {
                throw new IllegalArgumentException(
                        "option " + declaration.name() + " of " + added.type().getName() + " is already declared");
            }
        }
        Map<Class<?>, OptionRecord<?>> nextRecords = new LinkedHashMap<>(records);
        nextRecords.put(added.type(), added);
        Map<Class<?>, Record> nextValues = new LinkedHashMap<>(values);
        OptionState next = new OptionState(nextRecords, nextDeclared, layers, nextValues);
        try {
            nextValues.put(added.type(), next.create(added));
        } catch (OptionException e) {
            throw new IllegalArgumentException("the defaults of " + added.type().getName() + " are not valid", e);
        }
        return next;
    }

    private static void requireFlagsFree(OptionDeclaration declaration, Map<String, OptionDeclaration> taken) {
        for (char flag : declaration.opt().flags()) {
            for (OptionDeclaration other : taken.values()) {
                if (new String(other.opt().flags()).indexOf(flag) >= 0) {
                    throw new IllegalArgumentException(
                            "options " + declaration.name() + " and " + other.name() + " both have the flag -" + flag);
                }
            }
        }
    }

    /**
     * This state with changed layers.
     *
     * @param changes texts by layer and canonical name; null removes a layer's text
     * @throws OptionException if a name is not declared, a text cannot be parsed or a record rejects its values
     */
    OptionState with(Map<OptionSource, ? extends Map<String, @Nullable String>> changes) {
        Map<OptionSource, Map<String, String>> nextLayers = new EnumMap<>(OptionSource.class);
        layers.forEach((source, texts) -> nextLayers.put(source, new TreeMap<>(texts)));
        changes.forEach((source, texts) -> texts.forEach((given, text) -> {
            OptionDeclaration declaration = declaration(given);
            Map<String, String> layer = nextLayers.computeIfAbsent(source, any -> new TreeMap<>());
            if (text == null) {
                layer.remove(declaration.name());
            } else {
                // Parsed even if a stronger layer overrides it, so that an invalid text is always reported.
                declaration.parse(text, source);
                layer.put(declaration.name(), text);
            }
        }));
        Map<Class<?>, Record> nextValues = new LinkedHashMap<>();
        OptionState next = new OptionState(records, declared, nextLayers, nextValues);
        records.forEach((type, options) -> nextValues.put(type, next.create(options)));
        return next;
    }

    private Record create(OptionRecord<?> options) {
        List<Object> parsed = new ArrayList<>();
        for (OptionDeclaration declaration : options.declarations()) {
            OptionSource source = source(declaration.name());
            String given = layers.getOrDefault(source, Map.of()).get(declaration.name());
            parsed.add(declaration.parse(given == null ? declaration.defaultText() : given, source));
        }
        return options.create(parsed);
    }

    /**
     * The declaration of a name in kebab-case or snake_case.
     *
     * @throws OptionException if the name is not declared
     */
    OptionDeclaration declaration(String name) {
        OptionDeclaration found = declared.get(NameSyntax.canonical(name));
        if (found == null) {
            throw new OptionException(
                    "there is no option " + name + NearestName.hint(NameSyntax.canonical(name), declared.keySet()));
        }
        return found;
    }

    /** The strongest layer that sets a value. */
    OptionSource source(String name) {
        OptionSource strongest = OptionSource.DEFAULT;
        for (Map.Entry<OptionSource, Map<String, String>> layer : layers.entrySet()) {
            if (layer.getValue().containsKey(name) && layer.getKey().compareTo(strongest) > 0) {
                strongest = layer.getKey();
            }
        }
        return strongest;
    }

    /** The texts that a layer sets, by name; those of secrets are omitted. */
    Map<String, String> texts(OptionSource source) {
        Map<String, String> texts = new TreeMap<>(layers.getOrDefault(source, Map.of()));
        texts.entrySet().removeIf(text -> declaration(text.getKey()).hides(text.getValue()));
        return Collections.unmodifiableMap(texts);
    }

    /** The changes by which a layer gets these texts instead of its own, by canonical name; null removes a text. */
    Map<String, @Nullable String> changes(OptionSource source, Map<String, String> texts) {
        Map<String, String> layer = layers.getOrDefault(source, Map.of());
        Map<String, @Nullable String> changes = new TreeMap<>();
        layer.keySet().forEach(name -> changes.put(name, null));
        texts.forEach((name, text) -> changes.put(declaration(name).name(), text));
        changes.entrySet().removeIf(change -> Objects.equals(change.getValue(), layer.get(change.getKey())));
        return changes;
    }

    boolean has(Class<?> type) {
        return values.containsKey(type);
    }

    /** The current record; its type must be registered. */
    <R extends Record> R value(Class<R> type) {
        Record value = values.get(type);
        if (value == null) {
            throw new IllegalArgumentException(type.getName() + " is not registered");
        }
        return type.cast(value);
    }

    /** Every option with its value, sorted by name. */
    List<OptionSpec> specs() {
        TreeMap<String, OptionSpec> specs = new TreeMap<>();
        for (OptionRecord<?> options : records.values()) {
            List<Object> parsed = options.values(value(options.type()));
            for (int i = 0; i < parsed.size(); i++) {
                OptionDeclaration declaration = options.declarations().get(i);
                specs.put(declaration.name(), declaration.spec(parsed.get(i), source(declaration.name())));
            }
        }
        return List.copyOf(specs.values());
    }
}

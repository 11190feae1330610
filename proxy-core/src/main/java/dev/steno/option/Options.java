package dev.steno.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registry of options. Thread-safe. Reading is lock-free and returns one consistent snapshot; changes are
 * serialised, run on the calling thread, and take effect completely or not at all.
 */
public final class Options {
    private final ValueTypes types;
    private final ReentrantLock change = new ReentrantLock();
    private final List<Listening<?>> listeners = new ArrayList<>(); // guarded by change
    private volatile OptionState state = OptionState.EMPTY;

    /** Creates a registry with the standard value types. */
    public Options() {
        this(ValueTypes.STANDARD);
    }

    /** Creates a registry with a table of value types. */
    public Options(ValueTypes types) {
        this.types = types;
    }

    /** Declares options without a listener, for code that reads them whenever it uses them. */
    public <R extends Record> R register(Class<R> type) {
        // No listener that does nothing: it would compare records at each change, and the first call of a record's
        // equals adds 30 ms to the start.
        return changing(() -> declare(type));
    }

    /**
     * Declares options and a listener for their changes. A type may be registered again, with a further listener.
     *
     * @return the current record, which has the defaults of options that no layer sets
     * @throws IllegalArgumentException if the type is not a valid declaration, or one of its names is taken
     */
    public <R extends Record> R register(Class<R> type, OptionsListener<R> listener) {
        return changing(() -> {
            R declared = declare(type);
            listeners.add(new Listening<>(type, listener));
            return declared;
        });
    }

    /** Removes a listener, which then is not notified any more; the options stay declared. */
    public void unregister(OptionsListener<?> listener) {
        changing(() -> listeners.removeIf(listening -> listening.listener == listener));
    }

    private <R extends Record> R declare(Class<R> type) {
        if (!state.has(type)) {
            state = state.with(new OptionRecord<>(type, types));
        }
        return state.value(type);
    }

    /**
     * The current record.
     *
     * @throws IllegalArgumentException if the type is not registered
     */
    public <R extends Record> R get(Class<R> type) {
        return state.value(type);
    }

    /** Finds an option by its name, in kebab-case or snake_case. */
    public Optional<OptionSpec> find(String name) {
        String canonical = NameSyntax.canonical(name);
        return all().stream().filter(spec -> spec.name().equals(canonical)).findFirst();
    }

    /**
     * The option with a name, in kebab-case or snake_case.
     *
     * @throws OptionException if no option has this name; the message suggests the most similar one
     */
    public OptionSpec require(String name) {
        OptionState now = state;
        String canonical = now.declaration(name).name();
        return now.specs().stream()
                .filter(spec -> spec.name().equals(canonical))
                .findFirst()
                .orElseThrow();
    }

    /** Every option, sorted by name. */
    public List<OptionSpec> all() {
        return state.specs();
    }

    /** The texts that a layer sets, by name and unparsed; those of secrets are omitted. */
    public Map<String, String> texts(OptionSource source) {
        return state.texts(source);
    }

    /** Sets an option in the layer {@code RUNTIME}. See {@link #apply}. */
    public void set(String name, String text) {
        set(Map.of(name, text));
    }

    /** Sets several options together in the layer {@code RUNTIME}. See {@link #apply}. */
    public void set(Map<String, String> texts) {
        apply(Map.of(OptionSource.RUNTIME, texts));
    }

    /**
     * Removes an option's text from the layer {@code RUNTIME}, so that the weaker layers apply again. See {@link
     * #apply}.
     */
    public void reset(String name) {
        change(Map.of(OptionSource.RUNTIME, Collections.singletonMap(name, null)));
    }

    /**
     * Sets texts in several layers together, so that values which are only valid in combination can come from different
     * layers.
     *
     * @param texts by layer and name
     * @throws OptionException if a name is unknown, a text cannot be parsed, a record rejects its values or a listener
     *     rejects the change; nothing has changed then
     */
    public void apply(Map<OptionSource, Map<String, String>> texts) {
        change(texts);
    }

    /**
     * Checks whether a layer could have these texts instead of its own; changes nothing.
     *
     * @param texts all texts of the layer, by name
     * @throws OptionException if a name is unknown, a text cannot be parsed or a record rejects its values
     */
    void check(OptionSource source, Map<String, String> texts) {
        OptionState now = state;
        now.with(Map.of(source, now.changes(source, texts)));
    }

    /**
     * Replaces the texts of a layer as far as it is possible while the program runs: the options that are {@linkplain
     * OptionSpec#live live} get the new texts, all others keep theirs until the next start.
     *
     * @param texts all texts of the layer, by name
     * @return the options whose texts differ, with what became of them, sorted by name
     * @throws OptionException if a name is unknown, a text cannot be parsed, a record rejects its values or a listener
     *     rejects the change; nothing has changed then
     */
    public List<ReloadedOption> reload(OptionSource source, Map<String, String> texts) {
        return changing(() -> {
            Map<String, @Nullable String> all = state.changes(source, texts);
            // also the values that need a restart must be valid, together with the others
            OptionState whole = state.with(Map.of(source, all));
            Map<String, @Nullable String> live = new HashMap<>(all);
            live.keySet().removeIf(name -> !whole.declaration(name).opt().live());
            OptionState next = state.with(Map.of(source, live));
            notifyListeners(state, next);
            state = next;
            return whole.specs().stream()
                    .filter(option -> all.containsKey(option.name()))
                    .map(option -> ReloadedOption.of(option, source))
                    .toList();
        });
    }

    /**
     * Sets and resets several options together in the layer {@code RUNTIME}, for a person who changes the running program.
     * See {@link #apply}.
     *
     * @param texts by name; null resets an option
     * @throws OptionException also if one of them is not {@linkplain OptionSpec#live live}: its value is read at the start,
     *     so a new one would show but have no effect
     */
    public void changeWhileRunning(Map<String, @Nullable String> texts) {
        for (String name : texts.keySet()) {
            OptionSpec option = require(name);
            if (!option.live()) {
                throw new OptionException("option " + option.name() + " cannot change while the proxy runs; set it in "
                        + ConfigFile.NAME + " or by --" + option.name() + " for the next start");
            }
        }
        change(OptionSource.RUNTIME, texts);
    }

    /**
     * Sets and resets several options together in one layer. See {@link #apply}.
     *
     * @param texts by name; null resets an option
     */
    public void change(OptionSource source, Map<String, @Nullable String> texts) {
        change(Map.of(source, texts));
    }

    private void change(Map<OptionSource, ? extends Map<String, @Nullable String>> texts) {
        changing(() -> {
            OptionState next = state.with(texts);
            notifyListeners(state, next);
            state = next;
            return next;
        });
    }

    private void notifyListeners(OptionState before, OptionState after) {
        List<Listening<?>> told = new ArrayList<>();
        for (Listening<?> listening : listeners) {
            if (!listening.concerned(before, after)) {
                continue;
            }
            told.add(0, listening);
            try {
                listening.notifyListener(before, after);
            } catch (OptionVeto | RuntimeException refusal) {
                OptionException failure =
                        new OptionException("the change was refused: " + refusal.getMessage(), refusal);
                told.remove(0);
                for (Listening<?> back : told) {
                    try {
                        back.notifyListener(after, before);
                    } catch (OptionVeto | RuntimeException e) {
                        failure.addSuppressed(e);
                    }
                }
                throw failure;
            }
        }
    }

    private <T> T changing(Supplier<T> work) {
        if (change.isHeldByCurrentThread()) {
            throw new IllegalStateException("a listener for options must not set or declare options");
        }
        change.lock();
        try {
            return work.get();
        } finally {
            change.unlock();
        }
    }

    /** A listener and the record type it listens to. */
    private record Listening<R extends Record>(Class<R> type, OptionsListener<R> listener) {

        boolean concerned(OptionState before, OptionState after) {
            return !before.value(type).equals(after.value(type));
        }

        void notifyListener(OptionState before, OptionState after) throws OptionVeto {
            listener.changed(before.value(type), after.value(type));
        }
    }
}

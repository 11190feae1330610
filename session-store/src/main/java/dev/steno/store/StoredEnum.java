package dev.steno.store;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.NumberedConstant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The constants of an enum by the number under which a store holds them ({@link NumberedConstant#number}). Immutable.
 *
 * @param <E> the enum
 */
public final class StoredEnum<E extends Enum<E> & NumberedConstant> {
    public static final StoredEnum<FlowState> STATE = new StoredEnum<>(FlowState.values());
    public static final StoredEnum<FlowError.Step> STEP = new StoredEnum<>(FlowError.Step.values());
    public static final StoredEnum<Notes.Replay> REPLAY = new StoredEnum<>(Notes.Replay.values());
    public static final StoredEnum<Hold.Point> POINT = new StoredEnum<>(Hold.Point.values());
    public static final StoredEnum<Message.Kind> KIND = new StoredEnum<>(Message.Kind.values());
    public static final StoredEnum<Message.Edit> EDIT = new StoredEnum<>(Message.Edit.values());

    private final List<E> constants;
    private final @Nullable E[] byNumber;

    private StoredEnum(E[] constants) {
        this.constants = List.of(constants);
        int highest =
                this.constants.stream().mapToInt(NumberedConstant::number).max().orElse(-1);
        byNumber = Arrays.copyOf(constants, highest + 1);
        Arrays.fill(byNumber, null);
        for (E each : constants) {
            byNumber[each.number()] = each;
        }
    }

    /** Returns all constants. */
    public List<E> constants() {
        return constants;
    }

    /** Returns the constant with a number; null if there is none. */
    public @Nullable E of(long number) {
        return number < 0 || number >= byNumber.length ? null : byNumber[(int) number];
    }

    /** Returns the word for a constant in queries, filters and exports. */
    public static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the word for a number; the number itself if it has no constant. */
    public String word(long number) {
        E constant = of(number);
        return constant == null ? Long.toString(number) : label(constant);
    }

    /** Returns all numbers with their words, for messages about an unknown number. */
    public String known() {
        return constants.stream()
                .map(each -> each.number() + " (" + label(each) + ")")
                .collect(Collectors.joining(", "));
    }
}

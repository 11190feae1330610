package dev.steno.sqlite.table;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Numbered;
import dev.steno.sqlite.file.BadRowException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The constants of an enum by the number under which the file holds them ({@link Numbered#number}). Immutable.
 *
 * @param <E> the enum
 */
public final class StoredEnum<E extends Enum<E> & Numbered> {
    public static final StoredEnum<FlowState> STATE = new StoredEnum<>(FlowState.values());
    public static final StoredEnum<FlowError.Step> STEP = new StoredEnum<>(FlowError.Step.values());
    public static final StoredEnum<Notes.Replay> REPLAY = new StoredEnum<>(Notes.Replay.values());
    public static final StoredEnum<Message.Kind> KIND = new StoredEnum<>(Message.Kind.values());
    public static final StoredEnum<Message.Edit> EDIT = new StoredEnum<>(Message.Edit.values());

    private final List<E> constants;
    private final @Nullable E[] byNumber;

    private StoredEnum(E[] constants) {
        this.constants = List.of(constants);
        int highest = this.constants.stream().mapToInt(Numbered::number).max().orElse(-1);
        byNumber = Arrays.copyOf(constants, highest + 1);
        Arrays.fill(byNumber, null);
        for (E each : constants) {
            byNumber[each.number()] = each;
        }
    }

    /**
     * The constant that a number of the file stands for.
     *
     * @param what the row and the column, for people: {@code flow 7: its state}
     * @throws BadRowException when it stands for none
     */
    public E of(int number, String what) throws BadRowException {
        E found = number < 0 || number >= byNumber.length ? null : byNumber[number];
        if (found == null) {
            throw new BadRowException(what + " is " + number + ", and the known ones are "
                    + constants.stream()
                            .map(each -> each.number() + " (" + label(each) + ")")
                            .collect(Collectors.joining(", ")));
        }
        return found;
    }

    /** An expression in SQL: the name of the constant whose number a column holds, in lower case; NULL where it is none. */
    public String names(String column) {
        return constants.stream()
                .map(each -> "WHEN " + each.number() + " THEN '" + label(each) + "'")
                .collect(Collectors.joining(" ", "CASE " + column + " ", " END"));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

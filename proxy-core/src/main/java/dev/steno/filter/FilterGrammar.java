package dev.steno.filter;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operators of the grammar, for completion, help and documentation. Stateless. */
public final class FilterGrammar {
    private FilterGrammar() {}

    /**
     * One operator of the grammar.
     *
     * @param spelling letters with their tilde, or a name
     * @param argument the kind of operand; after a name, a relation comes first
     * @param help a few words
     * @param choices the words it can be compared with; empty if any word is valid
     */
    public record Operator(String spelling, Argument argument, String help, List<String> choices) {

        /** The relations that a name may be followed by, or {@code in} with a list; empty for letters. */
        public List<String> relations() {
            if (spelling.startsWith("~")) {
                return List.of();
            }
            return switch (argument) {
                case REGEX -> List.of("~", "!~");
                case TEXT -> List.of("=", "!=", "~", "!~", "in");
                default -> List.of("=", "!=", "<", "<=", ">", ">=", "in");
            };
        }
    }

    /** All operators: flags, letters with a regular expression, then names. */
    public static List<Operator> operators() {
        List<Operator> all = new ArrayList<>();
        all.add(new Operator("~all", Argument.NONE, "every flow", List.of()));
        for (Flag flag : Flag.values()) {
            all.add(new Operator(flag.operator(), Argument.NONE, flag.help(), List.of()));
        }
        for (TextField field : TextField.values()) {
            if (field.operator() != null) {
                all.add(new Operator(field.operator(), Argument.REGEX, field.help(), List.of()));
            }
        }
        all.add(new Operator("~c", Argument.STATUS, NumberField.STATUS.help(), List.of()));
        for (TextField field : TextField.values()) {
            if (field.label() != null) {
                Argument argument = field.isOnlySearched() ? Argument.REGEX : Argument.TEXT;
                all.add(new Operator(field.label(), argument, field.help(), choices(field)));
            }
        }
        for (NumberField field : NumberField.values()) {
            all.add(new Operator(field.label(), field.argument(), field.help(), List.of()));
        }
        return List.copyOf(all);
    }

    static List<String> choices(TextField field) {
        return switch (field) {
            case STATE -> Stream.of(FlowState.values()).map(FlowState::label).toList();
            case KIND -> List.of("http", "tcp");
            case SCHEME -> List.of("http", "https", "tcp", "tls");
            case STEP ->
                Stream.of(FlowError.Step.values()).map(FlowTexts::lower).toList();
            case REPLAY -> List.of("request", "response");
            case MODE -> List.of("regular", "reverse", "socks5", "transparent", "upstream");
            default -> List.of();
        };
    }

    static @Nullable Flag flag(String operator) {
        return Arrays.stream(Flag.values())
                .filter(flag -> flag.operator().equals(operator))
                .findFirst()
                .orElse(null);
    }

    static @Nullable TextField letter(String operator) {
        return Arrays.stream(TextField.values())
                .filter(field -> operator.equals(field.operator()))
                .findFirst()
                .orElse(null);
    }

    static @Nullable TextField textField(String label) {
        return Arrays.stream(TextField.values())
                .filter(field -> label.equalsIgnoreCase(field.label()))
                .findFirst()
                .orElse(null);
    }

    static @Nullable NumberField numberField(String label) {
        return Arrays.stream(NumberField.values())
                .filter(field -> field.label().equalsIgnoreCase(label))
                .findFirst()
                .orElse(null);
    }

    /** The names of fields. */
    static List<String> names() {
        return operators().stream()
                .map(Operator::spelling)
                .filter(spelling -> !spelling.startsWith("~"))
                .toList();
    }

    /** The letters, with their tilde. */
    static List<String> letters() {
        return operators().stream()
                .map(Operator::spelling)
                .filter(spelling -> spelling.startsWith("~"))
                .toList();
    }
}

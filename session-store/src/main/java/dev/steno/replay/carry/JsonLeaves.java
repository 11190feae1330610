package dev.steno.replay.carry;

import dev.steno.content.JsonTokens;
import dev.steno.content.JsonTokens.Kind;
import dev.steno.rule.json.JsonValues;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The strings and numbers of a JSON text with their paths. Pure functions. */
final class JsonLeaves {
    /** Visits values. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param path such as {@code $.user.id} or {@code $[0].id}
         * @param value without quotation marks
         * @return another value of the same type, or null to keep it
         */
        @Nullable
        String visit(String path, String value);
    }

    /** Where the reading is in an object or an array. */
    private static final class Level {
        private final boolean array;
        private String name = "";
        private int index;
        private boolean named; // an object's member whose value is next

        Level(boolean array) {
            this.array = array;
        }
    }

    private JsonLeaves() {}

    /** Returns the text with the values that the visitor gives; the same object if it gives none or if it is not JSON. */
    static String visit(String text, Visitor visitor) {
        if (!JsonValues.areValues(text)) {
            return text;
        }
        JsonTokens tokens = new JsonTokens(text);
        Deque<Level> levels = new ArrayDeque<>();
        StringBuilder changed = new StringBuilder();
        int copied = 0;
        for (Kind kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            Level level = levels.peek();
            switch (kind) {
                case OPEN -> levels.push(new Level(tokens.first() == '['));
                case CLOSE -> levels.poll();
                case COMMA -> next(level);
                case STRING, WORD -> {
                    String word = text.substring(tokens.start(), tokens.end());
                    boolean string = kind == Kind.STRING;
                    if (string && level != null && !level.array && !level.named) {
                        level.name = JsonTokens.unquote(word);
                        level.named = true;
                    } else {
                        String value = string ? JsonTokens.unquote(word) : word;
                        String other = visitor.visit(path(levels), value);
                        if (other != null && !other.equals(value)) {
                            changed.append(text, copied, tokens.start())
                                    .append(string || !JsonValues.isValue(other) ? JsonValues.quoted(other) : other);
                            copied = tokens.end();
                        }
                    }
                }
                case COLON, END -> {
                    // the name before it is known
                }
            }
        }
        return copied == 0 ? text : changed.append(text, copied, text.length()).toString();
    }

    private static void next(@Nullable Level level) {
        if (level != null) {
            level.index++;
            level.named = false;
        }
    }

    private static String path(Deque<Level> levels) {
        StringBuilder path = new StringBuilder("$");
        levels.descendingIterator()
                .forEachRemaining(level -> path.append(
                        level.array
                                ? "[" + level.index + "]"
                                : level.name.matches("[A-Za-z_$][\\w$-]*")
                                        ? "." + level.name
                                        : "['" + level.name.replace("'", "\\'") + "']"));
        return path.toString();
    }
}

package dev.steno.rule.body;

import dev.steno.rule.spec.RuleFailure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A change to the JSON values of a body.
 *
 * @param edit changes values
 * @param limit the longest value, in chars
 * @param found called when a value is changed first
 * @param failed called if the values cannot be changed, with the reason; the rest of the body passes unchanged
 */
public record JsonPass(Edit edit, int limit, Runnable found, Consumer<String> failed) implements PassingChange {

    /** Changes values of JSON. */
    @FunctionalInterface
    public interface Edit {
        /** Returns the changed text of one value or several; null if nothing of it changes. */
        @Nullable
        String apply(String values) throws RuleFailure;
    }
}

package dev.steno.rule.action;

import dev.steno.rule.spec.RuleFailure;
import org.jspecify.annotations.Nullable;

/** A change of a text. Immutable; called where it may read files. */
public interface TextEdit {
    /**
     * Changes a text.
     *
     * @return null if there is nothing to change
     * @throws RuleFailure if it cannot be changed
     */
    @Nullable
    String apply(String text) throws RuleFailure;
}

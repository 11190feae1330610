package dev.steno.rule.action;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.steno.rule.spec.RuleException;
import dev.steno.rule.spec.RuleFailure;
import dev.steno.rule.spec.TextSource;
import org.jspecify.annotations.Nullable;

/**
 * Replaces every occurrence of an expression. Immutable.
 *
 * @param what found in the text
 * @param replacement takes its place
 */
public record TextReplacement(Pattern what, TextSource replacement) implements TextEdit {

    /** @throws RuleException if the expression or the replacement is not valid */
    static TextReplacement of(String regex, String replacement) {
        try {
            Pattern what = Pattern.compile(regex, Pattern.DOTALL);
            return new TextReplacement(what, TextSource.parse(replacement, what));
        } catch (PatternSyntaxException e) {
            throw new RuleException("\"" + regex + "\" is not a regular expression of RE2: " + e.getDescription());
        }
    }

    @Override
    public @Nullable String apply(String text) throws RuleFailure {
        return replacement.now().replaceAll(what, text);
    }
}

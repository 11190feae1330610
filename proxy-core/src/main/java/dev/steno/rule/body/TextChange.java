package dev.steno.rule.body;

import com.google.re2j.Pattern;
import dev.steno.rule.spec.Replacement;

/**
 * One replacement in the text of a body.
 *
 * @param found called when the expression is found in the body first
 */
public record TextChange(Pattern what, Replacement with, Runnable found) implements PassingChange {}

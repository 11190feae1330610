/** Rules that change bodies while they pass: text in its charset, searched by expressions in a window, or event by event. */
@NullMarked
package dev.steno.rule.body;

import org.jspecify.annotations.NullMarked;

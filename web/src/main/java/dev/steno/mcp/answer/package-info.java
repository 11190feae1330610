/**
 * Answers for language models: what Steno says, and recorded content, which is fenced, cut to a bound, and printable. Pure.
 */
@NullMarked
package dev.steno.mcp.answer;

import org.jspecify.annotations.NullMarked;

/** The cost of rules and filters that do not match, and of redaction. */
@NullMarked
package dev.steno.bench.rule;

import org.jspecify.annotations.NullMarked;

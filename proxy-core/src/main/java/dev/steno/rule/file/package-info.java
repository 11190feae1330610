/** The rules file: its tables, and the actions that they describe. */
@NullMarked
package dev.steno.rule.file;

import org.jspecify.annotations.NullMarked;

/** What rules do with a message: change it, answer it or end it. */
@NullMarked
package dev.steno.rule.action;

import org.jspecify.annotations.NullMarked;

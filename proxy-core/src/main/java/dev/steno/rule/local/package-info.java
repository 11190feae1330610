/** Answers from files: which file of a folder a URL names, and the response that serves it. */
@NullMarked
package dev.steno.rule.local;

import org.jspecify.annotations.NullMarked;

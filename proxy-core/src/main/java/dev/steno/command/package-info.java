/**
 * The registry of commands: annotated methods with typed arguments and results, which are parsed, printed and completed
 * by the same table of value types as options. Prompts, REST and key bindings are thin layers over it; other code of
 * the program calls the methods directly.
 */
@NullMarked
package dev.steno.command;

import org.jspecify.annotations.NullMarked;

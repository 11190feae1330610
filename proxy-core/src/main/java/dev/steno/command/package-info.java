/**
 * The registry of commands: annotated methods with typed arguments and results, read, printed and completed by the table
 * of value types that options use too. Prompts, REST and key bindings are skins over it; code inside the program calls
 * the methods themselves.
 */
@NullMarked
package dev.steno.command;

import org.jspecify.annotations.NullMarked;

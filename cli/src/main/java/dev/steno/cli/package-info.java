/**
 * The command line: one class per subcommand, the assembly of the product, and what they print. Whoever reads a session
 * does it through {@code dev.steno.session}; nothing here touches a socket or a database itself.
 */
@NullMarked
package dev.steno.cli;

import org.jspecify.annotations.NullMarked;

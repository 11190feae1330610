/** {@code steno hold}: what a person does with the held messages of a running Steno. */
@NullMarked
package dev.steno.cli.hold;

import org.jspecify.annotations.NullMarked;

/** How fast the data of a flow is sent: rates that flows share, and the size and the time of each piece. */
@NullMarked
package dev.steno.pace;

import org.jspecify.annotations.NullMarked;

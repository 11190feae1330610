/**
 * Flows as JSON for programs, the same for the command line, the API and exports. A property is added, never renamed or removed.
 */
@NullMarked
package dev.steno.json;

import org.jspecify.annotations.NullMarked;

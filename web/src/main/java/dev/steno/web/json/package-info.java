/**
 * JSON of the API.
 */
@NullMarked
package dev.steno.web.json;

import org.jspecify.annotations.NullMarked;

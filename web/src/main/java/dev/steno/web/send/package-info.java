/** The resource by which programs and pages send requests: new ones, and recorded ones with changes. */
@NullMarked
package dev.steno.web.send;

import org.jspecify.annotations.NullMarked;

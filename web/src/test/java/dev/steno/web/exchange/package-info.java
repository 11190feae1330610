/** Tests of the exchange of flows with other tools over the API: {@code ImportResourceTest}. */
@NullMarked
package dev.steno.web.exchange;

import org.jspecify.annotations.NullMarked;

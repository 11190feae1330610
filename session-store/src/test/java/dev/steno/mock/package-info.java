/** Tests of server replay: sessions that are made for them, a proxy that answers from these, and clients. */
@NullMarked
package dev.steno.mock;

import org.jspecify.annotations.NullMarked;

/** Tests of the codec, and generated flows for every test that needs some. */
@NullMarked
package dev.steno.codec;

import org.jspecify.annotations.NullMarked;

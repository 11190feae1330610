/** Tests of items of Burp Suite, with and without base64. */
@NullMarked
package dev.steno.interop.burp;

import org.jspecify.annotations.NullMarked;

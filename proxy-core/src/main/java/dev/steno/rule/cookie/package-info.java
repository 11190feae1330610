/** Cookies that servers set, kept to be sent with requests that lack them (RFC 6265). */
@NullMarked
package dev.steno.rule.cookie;

import org.jspecify.annotations.NullMarked;

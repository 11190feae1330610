/**
 * The resources of the API: each class answers the requests of one subject.
 */
@NullMarked
package dev.steno.web.api;

import org.jspecify.annotations.NullMarked;

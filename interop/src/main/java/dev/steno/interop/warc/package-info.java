/**
 * Web archives (WARC 1.0 and 1.1, ISO 28500:2017), in and out. In: requests and responses are separate records, which are paired by
 * their ids. Out: a response and a request for each flow, a gzip member for each record. Each run belongs to one thread; an export has
 * a second one, which compresses. Uses {@code interop.intake}, {@code interop.outlet}, {@code interop.message} and {@code flow}.
 */
@NullMarked
package dev.steno.interop.warc;

import org.jspecify.annotations.NullMarked;

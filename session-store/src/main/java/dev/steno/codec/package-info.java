/**
 * The outside format of a flow: the domain as protobuf bytes and back ({@code flow.proto}). The only package that knows
 * protobuf.
 *
 * <p>The wire format is read and written here by hand, under the field numbers of the generated classes, which are
 * compile-time constants: no generated class is ever loaded. That spares an object, a builder and two copies for every
 * header, and the loading of the descriptors at start. Tests hold each byte against the generated classes.
 */
@NullMarked
package dev.steno.codec;

import org.jspecify.annotations.NullMarked;

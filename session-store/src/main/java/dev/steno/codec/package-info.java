/**
 * The storage format of a flow: the domain as protobuf bytes ({@code flow.proto}). The only package that uses protobuf.
 *
 * <p>The wire format is read and written by hand, with the field numbers of the generated classes. Those are
 * compile-time constants, so no generated class is ever loaded. This saves an object, a builder and two copies per
 * header, and loading the descriptors at start. Tests compare every byte with the generated classes.
 */
@NullMarked
package dev.steno.codec;

import org.jspecify.annotations.NullMarked;

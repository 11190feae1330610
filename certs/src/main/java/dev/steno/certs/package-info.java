/**
 * The root CA of an installation and the leaf certificates minted under it.
 *
 * <p>Keys, signatures and parsing use the JDK. Bouncy Castle only builds the objects that the JDK cannot build
 * (certificates, the revocation list, the PKCS#12 export) and is not registered as a provider. Opening an existing CA
 * loads none of its classes: they are loaded on a minting thread and do not delay the start.
 */
@NullMarked
package dev.steno.certs;

import org.jspecify.annotations.NullMarked;

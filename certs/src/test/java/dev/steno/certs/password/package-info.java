/**
 * Tests of passwords that are stored as hashes.
 *
 * <ul>
 *   <li>hashes: {@link HashedPasswordTest}
 * </ul>
 */
package dev.steno.certs.password;

/**
 * Tests of password hashes.
 *
 * <ul>
 *   <li>hashes: {@link HashedPasswordTest}
 * </ul>
 */
package dev.steno.certs.password;

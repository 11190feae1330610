/**
 * Tests of native libraries.
 *
 * <ul>
 *   <li>unpacking: {@link UnpackFolderTest}
 * </ul>
 */
package dev.steno.natives;

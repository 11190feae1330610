/**
 * Tests of native libraries.
 *
 * <ul>
 *   <li>where they are unpacked: {@link UnpackFolderTest}
 * </ul>
 */
package dev.steno.natives;

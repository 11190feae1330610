/**
 * Tests of settings.
 *
 * <ul>
 *   <li>TLS: {@link TlsSettingsTest}
 * </ul>
 */
package dev.steno.net.settings;

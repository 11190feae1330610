/**
 * Tests of the formatting of text for people.
 *
 * <ul>
 *   <li>numbers with units: {@link QuantityTest}
 *   <li>times of a flow: {@link FlowTimingsTest}
 *   <li>QR codes: {@link QrPictureTest}
 *   <li>lists of flows: {@link ListLayoutTest}
 *   <li>holds: {@link HoldTextTest}
 *   <li>escaping for terminals: {@link PrintableTest}
 *   <li>reasons of the file system: {@link FileErrorsTest}
 * </ul>
 */
package dev.steno.text;

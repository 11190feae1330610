/**
 * Rules over packages and classes.
 *
 * <ul>
 *   <li>rings of classes: {@link RingsTest}
 *   <li>sizes and names: {@link SizeAndNameTest}
 * </ul>
 */
package dev.steno.cli.architecture;

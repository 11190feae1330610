/**
 * Tests of options.
 *
 * <ul>
 *   <li>the registry: {@link OptionsTest}, {@link OptionsListenerTest}
 *   <li>types of values: {@link ValueTypeTest}, {@link ValueTypeRoundTripTest}
 *   <li>the configuration file: {@link ConfigFileTest}
 *   <li>the page: {@link OptionReferenceTest}
 * </ul>
 */
package dev.steno.option;

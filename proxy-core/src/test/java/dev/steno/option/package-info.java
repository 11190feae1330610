/**
 * Tests of options.
 *
 * <ul>
 *   <li>the registry: {@link OptionsTest}, {@link OptionsListenerTest}
 *   <li>value types: {@link ValueTypeTest}, {@link ValueTypeRoundTripTest}
 *   <li>the process's surroundings: {@link UserHomeTest}, {@link ArgumentEncodingTest}
 *   <li>the configuration file: {@link ConfigFileTest}, {@link ConfigTextTest}
 *   <li>the reference page: {@link OptionReferenceTest}
 * </ul>
 */
package dev.steno.option;

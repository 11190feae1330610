/** The product's proxy in the process of a test: {@link LiveProxy}. */
package dev.steno.cli.run;

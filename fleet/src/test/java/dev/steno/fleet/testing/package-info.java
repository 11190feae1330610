/** A PostgreSQL for tests: started from a Maven artefact in about a second, without installation, also as root. */
@NullMarked
package dev.steno.fleet.testing;

import org.jspecify.annotations.NullMarked;

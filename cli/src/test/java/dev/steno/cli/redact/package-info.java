/**
 * Tests of redaction in the whole product: what is recorded, imported, exported, saved and shown to models.
 *
 * <ul>
 *   <li>a thousand secrets, of which no file and no answer has one: {@link ThousandSecretsTest}
 *   <li>what leaves the machine: {@link ExitRedactionTest}
 *   <li>held messages: {@link HeldSecretsTest}
 *   <li>the log and the console: {@link LoggedSecretsTest}
 * </ul>
 */
@NullMarked
package dev.steno.cli.redact;

import org.jspecify.annotations.NullMarked;

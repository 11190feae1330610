/** Tests of client replay with a real session, a real proxy and real servers. */
package dev.steno.replay;

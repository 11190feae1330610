/** Tests of clients without a socket, with a real proxy and real servers. */
package dev.steno.net.local;

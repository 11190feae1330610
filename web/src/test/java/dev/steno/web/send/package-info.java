/** Tests of the resource that sends requests, over a real proxy. */
package dev.steno.web.send;

/**
 * The description of the API for programs (OpenAPI 3.1), generated from its routes and the registries of options and commands.
 */
@NullMarked
package dev.steno.web.openapi;

import org.jspecify.annotations.NullMarked;

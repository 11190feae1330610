/**
 * The API of addons: hooks, at which an addon can change or stop traffic, and facts, which report traffic. An addon
 * uses this package, the domain ({@code flow}, {@code content}, {@code filter}, {@code text}) and the two registries
 * ({@code option}, {@code command}), and nothing else. Each method says on which thread it is called; handlers run on
 * event loops unless they are registered as blocking.
 */
@NullMarked
package dev.steno.addon;

import org.jspecify.annotations.NullMarked;

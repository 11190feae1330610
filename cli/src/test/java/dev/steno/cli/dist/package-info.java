/**
 * Tests of what {@code mvn -Pdist package} makes. The packages themselves are tested only with that profile, for example by
 * {@code mvn -Pdist verify -pl cli -am -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=PackageIT}.
 *
 * <ul>
 *   <li>their sources, read: {@link PackagingFilesTest}
 *   <li>the archive and the Debian package: {@link PackageIT}
 * </ul>
 */
package dev.steno.cli.dist;

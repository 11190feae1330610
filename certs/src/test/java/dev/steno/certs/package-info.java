/**
 * Tests of certificates, with real handshakes.
 *
 * <ul>
 *   <li>the CA and its files: {@link CertificateAuthorityTest}, {@link CaHomeTest}, {@link OwnCaTest}
 *   <li>certificates for hosts: {@link LeafTest}, {@link LeafMintTest}, {@link AltNameTest}, {@link HandshakeTest}
 *   <li>revocation lists: {@link RevocationListTest}
 *   <li>servers' chains and names: {@link ChainVerifierTest}, {@link HostNameTest}
 *   <li>client certificates: {@link ClientIdentityTest}
 * </ul>
 */
package dev.steno.certs;

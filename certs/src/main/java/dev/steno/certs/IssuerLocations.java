package dev.steno.certs;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The URLs from which a certificate's issuer can be fetched (caIssuers: RFC 5280, 4.2.2.1). Pure; loads Bouncy Castle.
 */
final class IssuerLocations {
    /** Upper bound on the URLs that are tried. */
    private static final int MOST = 3;

    private static final int LONGEST = 2_000;

    private IssuerLocations() {}

    /** The URLs with scheme http, in their order; empty if there are none or the extension cannot be parsed. */
    static List<String> of(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        byte[] value = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (value == null) {
            return found;
        }
        try {
            for (AccessDescription access : AuthorityInformationAccess.getInstance(
                            ASN1OctetString.getInstance(value).getOctets())
                    .getAccessDescriptions()) {
                GeneralName location = access.getAccessLocation();
                if (access.getAccessMethod().equals(AccessDescription.id_ad_caIssuers)
                        && location.getTagNo() == GeneralName.uniformResourceIdentifier) {
                    String url = ASN1IA5String.getInstance(location.getName()).getString();
                    if (url.regionMatches(true, 0, "http://", 0, 7) && url.length() <= LONGEST && found.size() < MOST) {
                        found.add(url);
                    }
                }
            }
        } catch (RuntimeException e) {
            return List.of(); // an extension that cannot be parsed names no URL
        }
        return found;
    }
}

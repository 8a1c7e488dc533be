import Provenance
import Testing

/// What a private key is for, by the object identifier of its algorithm. The keys were made for this by `openssl genpkey`.
struct PrivateKeyInfoTests {
  private static let ed25519 = """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEIKvRHNnYj+XOgGxy/4qSDzSAPrP17urg718rOdf93vDt
    -----END PRIVATE KEY-----
    """

  private static let rsa = """
    -----BEGIN PRIVATE KEY-----
    MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALtQPlZjHyrd0VNR
    QQsvsyZLM1a+c7Osv6/JJsEb8D46Guon7PMtBev6WpwYJqVSCXb1vIOijXqjX4tk
    wd/qE+KtQZI4+z25IeZRbzwcAlmUrQkjWy6t+zh8g+FguMSvRSXJ2IWXV5aVuGBe
    ZuCoqno/OZu8NSuplgq6cka6PFYBAgMBAAECgYAHes/ScUjYVF08f30ibjgwKkaV
    iythnF9XLKggg/YW9gkHGqsKltyqrKebnhdE+L6qAmwRsZcGs6loDpDzWQyMKiqC
    nBTqayAMjnqtp+0CnhXzxQsQOIZNuXW1PdXFAt7EP5npsypNHU2BvCfMWtqoO/UE
    f37k0B24hdibyHdXJQJBAOmYfOOrlxtjOEdlI/xHyZKMf6jkuuIDF7KDaRCtHoRj
    xAbNbjyLkwgfmbtqAMdVAD1UQCMq+RBjGCij+cRp21cCQQDNR2GTkoMaUwJPX0iu
    rePuHZ3TZjAk75fci7Ml+yHZg6goXv408JJpcJFCSZ1lMlmReVFfxpKPj2yxlcu6
    69pnAkA/pCLKaFJXzNVlZiHCttAtFAgnvIFJ2CvZn8G9IF1DFmcur0NMTX52ZR2e
    GMgzhm31R4Hd0vReSZEoaVw/7dMrAkEAlui5+BYGYWzSzuz6bsgRPzTwmL+P9ydY
    Gd9thSd4vAJItd0Xvm15BSCm+PdLSWDZbdOlGebOSdGjk23PBwxqUwJAKZsvuQD9
    MoPbZQexSJZm4K18HepeAJ3ybuVMgi2VHatH1Hvjidhb5NkkXTy6vgpOM/b3qEyV
    Hc8a6cUOoZtkHw==
    -----END PRIVATE KEY-----
    """

  private static let x25519 = """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VuBCIEIGhsSiFM2MTLAYzkdlOLPnehnPaNOwUC+d7MM5axL5ty
    -----END PRIVATE KEY-----
    """

  private static let ed448 = """
    -----BEGIN PRIVATE KEY-----
    MEcCAQAwBQYDK2VxBDsEOZCraK3tq0FVPrgApG5SjkK9w9yLwZmvTS2wu6VTGRuA
    hZdIpyeCE67+xSIsft0BZqY70b/Qa673SQ==
    -----END PRIVATE KEY-----
    """

  @Test func theAlgorithmIsReadFromTheKey() {
    #expect(PrivateKeyInfo.signatureAlgorithm(pem: Self.ed25519) == "ed25519")
    #expect(PrivateKeyInfo.signatureAlgorithm(pem: Self.rsa) == "ps256")
    #expect(PrivateKeyInfo.signatureAlgorithm(pem: "A comment before.\n" + Self.ed25519 + "\n") == "ed25519")
  }

  @Test func otherAlgorithmsAndNoKeysAreNone() {
    let broken = Self.ed25519.replacing("MC4C", with: "MC5C")
    for text in [Self.x25519, Self.ed448, broken, "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
      #expect(PrivateKeyInfo.signatureAlgorithm(pem: text) == nil)
    }
  }
}

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** One agreement as the station is told of it: words by name, files of keys and certificates in PEM. */
record Profile(Map<String, String> words) {
  String word(String name, String usual) {
    return words.getOrDefault(name, usual);
  }

  String word(String name) {
    return words.get(name);
  }

  boolean is(String name) {
    return "true".equals(words.get(name));
  }

  boolean mendelson() {
    return "mendelson".equals(word("product"));
  }

  boolean signs() {
    return !word("digest").equals("none");
  }

  boolean encrypts() {
    return !word("cipher").equals("none");
  }

  boolean compresses() {
    return !word("compression").equals("none");
  }

  String transferEncoding() {
    return word("transferEncoding", "binary");
  }

  /** The station's own certificate for `use`, sign or encrypt. */
  X509Certificate own(String use) throws Exception {
    return certificate(word("own." + use + ".crt"));
  }

  X509Certificate partner(String use) throws Exception {
    return certificate(word("partner." + use + ".crt"));
  }

  PrivateKey key(String use) throws Exception {
    String pem = Files.readString(Path.of(word("own." + use + ".key"))).replaceAll("-----[A-Z ]+-----|\\s", "");
    String algorithm = own(use).getPublicKey().getAlgorithm();
    return KeyFactory.getInstance(algorithm, "BC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
  }

  private static X509Certificate certificate(String file) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509", "BC").generateCertificate(in);
    }
  }

  /** Received-Content-MIC of these octets; the digest by any of its names. */
  static String mic(byte[] octets, String digest) throws Exception {
    String name = digest.toUpperCase().replaceAll("^SHA(\\d)", "SHA-$1");
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(name, "BC").digest(octets)) + ", " + digest;
  }
}

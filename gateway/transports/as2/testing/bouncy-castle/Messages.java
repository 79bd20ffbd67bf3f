import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import javax.activation.DataHandler;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.mail.Session;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import javax.mail.internet.MimePart;
import javax.mail.internet.MimeUtility;
import javax.mail.util.ByteArrayDataSource;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.smime.SMIMECapabilitiesAttribute;
import org.bouncycastle.asn1.smime.SMIMECapability;
import org.bouncycastle.asn1.smime.SMIMECapabilityVector;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.ZlibCompressor;
import org.bouncycastle.mail.smime.SMIMECompressedGenerator;
import org.bouncycastle.mail.smime.SMIMESignedGenerator;
import org.bouncycastle.mail.smime.util.CRLFOutputStream;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/** Makes messages, in the order and with the calls of OpenAS2, or of mendelson. */
final class Messages {
  /** What goes over HTTP, and what the receipt has to show. */
  record Wire(String type, byte[] body, String mic) {}

  private static final Map<String, ASN1ObjectIdentifier> ciphers = Map.of(
      "3des", CMSAlgorithm.DES_EDE3_CBC, "aes128-cbc", CMSAlgorithm.AES128_CBC, "aes192-cbc", CMSAlgorithm.AES192_CBC,
      "aes256-cbc", CMSAlgorithm.AES256_CBC, "aes128-gcm", CMSAlgorithm.AES128_GCM, "aes256-gcm", CMSAlgorithm.AES256_GCM);

  /** The names of digests that mendelson gives to `micalg`. */
  private static final Map<ASN1ObjectIdentifier, String> oldNames = Map.of(
      CMSAlgorithm.SHA1, "sha1", CMSAlgorithm.SHA256, "sha256", CMSAlgorithm.SHA384, "sha384", CMSAlgorithm.SHA512, "sha512");

  static Wire make(Profile profile) throws Exception {
    return profile.mendelson() ? asMendelson(profile) : asOpenAs2(profile);
  }

  private static Wire asOpenAs2(Profile profile) throws Exception {
    String micalg = profile.signs() ? profile.word("digest").toLowerCase() : "sha256";
    MimeBodyPart part = content(profile);
    String mic = profile.signs() ? null : openAs2Mic(part, micalg, profile.encrypts());
    if (profile.word("compression").equals("before")) part = compressed(profile, part);
    if (profile.signs()) {
      mic = openAs2Mic(part, micalg, true);
      part = wrapped(signed(profile, part, profile.word("digest")));
    }
    if (profile.word("compression").equals("after")) part = compressed(profile, part);
    if (!profile.encrypts()) return new Wire(part.getContentType(), part.getInputStream().readAllBytes(), mic);
    String type = profile.word("cipher").endsWith("-gcm") ? "authEnveloped-data" : "enveloped-data";
    return new Wire("application/pkcs7-mime; name=\"smime.p7m\"; smime-type=" + type, encrypted(profile, octets(part)), mic);
  }

  private static Wire asMendelson(Profile profile) throws Exception {
    String type = profile.word("contentType");
    byte[] inner;
    String mic;
    if (!profile.signs() && files(profile).length == 1) {
      inner = files(profile)[0];
      mic = Profile.mic(inner, "sha1");
      if (profile.compresses()) inner = octets(compressed(profile, unnamed(profile, inner)));
    } else {
      MimeBodyPart part = content(profile);
      if (profile.compresses()) part = compressed(profile, part);
      mic = Profile.mic(octets(part), profile.signs() ? profile.word("digest").toLowerCase() : "sha1");
      MimeMessage message = new MimeMessage(Session.getInstance(System.getProperties(), null));
      message.setContent(profile.signs() ? signed(profile, part, profile.word("digest")) : new MimeMultipart(part));
      message.saveChanges();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (Enumeration<String> lines = message.getMatchingHeaderLines(new String[] {"Content-Type"}); lines.hasMoreElements(); ) {
        String line = MimeUtility.unfold(lines.nextElement());
        if (profile.encrypts()) out.write((line + "\r\n").getBytes("US-ASCII"));
        type = line.substring(line.indexOf(':') + 1).trim();
      }
      message.writeTo(out, new String[] {"Message-ID", "Mime-Version", "Content-Type"});
      inner = out.toByteArray();
    }
    if (!profile.encrypts()) return new Wire(type, inner, mic);
    return new Wire("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", encrypted(profile, inner), mic);
  }

  static byte[] octets(MimePart part) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    part.writeTo(out);
    return out.toByteArray();
  }

  static MimeBodyPart wrapped(MimeMultipart multipart) throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.setContent(multipart);
    part.setHeader("Content-Type", multipart.getContentType());
    return part;
  }

  /** OpenAS2 canonicalizes what is not binary, and leaves line ends at the beginning out. */
  static String openAs2Mic(MimeBodyPart part, String digest, boolean headers) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean binary = part.getEncoding() == null || part.getEncoding().equals("binary");
    OutputStream canonical = binary ? out : new CRLFOutputStream(out);
    if (headers) part.writeTo(canonical);
    else part.getInputStream().transferTo(canonical);
    byte[] octets = out.toByteArray();
    int from = 0;
    while (from + 1 < octets.length && octets[from] == 13 && octets[from + 1] == 10) from += 2;
    return Profile.mic(Arrays.copyOfRange(octets, from, octets.length), digest);
  }

  private static byte[][] files(Profile profile) {
    byte[][] all = new byte[Integer.parseInt(profile.word("files", "1"))][];
    for (int at = 0; at < all.length; at++) all[at] = ("attachment " + at + "\n").getBytes();
    all[0] = Base64.getDecoder().decode(profile.word("payload"));
    return all;
  }

  private static MimeBodyPart content(Profile profile) throws Exception {
    byte[][] files = files(profile);
    if (files.length == 1) return named(profile, files[0], profile.word("fileName"));
    MimeMultipart related = new MimeMultipart("related");
    for (int at = 0; at < files.length; at++)
      related.addBodyPart(named(profile, files[at], at == 0 ? profile.word("fileName") : "more-" + at + ".txt"));
    return wrapped(related);
  }

  private static MimeBodyPart unnamed(Profile profile, byte[] file) throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(file, profile.word("contentType"))));
    part.setHeader("Content-Type", profile.word("contentType"));
    part.setHeader("Content-Transfer-Encoding", profile.transferEncoding());
    return part;
  }

  private static MimeBodyPart named(Profile profile, byte[] file, String name) throws Exception {
    MimeBodyPart part = unnamed(profile, file);
    String encoded = profile.mendelson() ? MimeUtility.encodeText(name, "UTF-8", "B") : name;
    boolean bare = profile.mendelson() && encoded.equals(name);
    part.setHeader("Content-Disposition", bare ? "attachment; filename=" + name : "Attachment; filename=\"" + encoded + "\"");
    return part;
  }

  private static MimeBodyPart compressed(Profile profile, MimeBodyPart part) throws Exception {
    SMIMECompressedGenerator generator = new SMIMECompressedGenerator();
    generator.setContentTransferEncoding(profile.transferEncoding());
    return generator.generate(part, new ZlibCompressor());
  }

  /** Signs a body part or a message. Only mendelson gives its certificate and its abilities along. */
  static MimeMultipart signed(Profile profile, MimePart part, String digest) throws Exception {
    SMIMESignedGenerator generator = new SMIMESignedGenerator(profile.mendelson() ? oldNames : SMIMESignedGenerator.RFC5751_MICALGS);
    generator.setContentTransferEncoding(profile.transferEncoding());
    JcaSimpleSignerInfoGeneratorBuilder builder = new JcaSimpleSignerInfoGeneratorBuilder().setProvider("BC");
    if (profile.mendelson()) {
      SMIMECapabilityVector abilities = new SMIMECapabilityVector();
      abilities.addCapability(SMIMECapability.dES_EDE3_CBC);
      ASN1EncodableVector attributes = new ASN1EncodableVector();
      attributes.add(new SMIMECapabilitiesAttribute(abilities));
      builder.setSignedAttributeGenerator(new AttributeTable(attributes));
      generator.addCertificates(new JcaCertStore(List.of(profile.own("sign"))));
    }
    String scheme = profile.key("sign").getAlgorithm().startsWith("EC") ? "ECDSA" : profile.is("pss") ? "RSAandMGF1" : "RSA";
    SignerInfoGenerator signer = builder.build(digest + "with" + scheme, profile.key("sign"), profile.own("sign"));
    generator.addSignerInfoGenerator(profile.is("protection") ? signer : withoutProtection(signer));
    return part instanceof MimeMessage message ? generator.generate(message) : generator.generate((MimeBodyPart) part);
  }

  private static SignerInfoGenerator withoutProtection(SignerInfoGenerator signer) {
    CMSAttributeTableGenerator all = signer.getSignedAttributeTableGenerator();
    CMSAttributeTableGenerator others = new DefaultSignedAttributeTableGenerator() {
      @Override
      @SuppressWarnings("rawtypes")
      public AttributeTable getAttributes(Map parameters) {
        return all.getAttributes(parameters).remove(CMSAttributes.cmsAlgorithmProtect);
      }
    };
    return new SignerInfoGenerator(signer, others, signer.getUnsignedAttributeTableGenerator());
  }

  /** mendelson streams, which makes BER, and has one kind of envelope for every cipher. */
  private static byte[] encrypted(Profile profile, byte[] content) throws Exception {
    OutputEncryptor encryptor = new JceCMSContentEncryptorBuilder(ciphers.get(profile.word("cipher"))).setProvider("BC").build();
    if (profile.mendelson()) {
      CMSEnvelopedDataStreamGenerator generator = new CMSEnvelopedDataStreamGenerator();
      generator.addRecipientInfoGenerator(recipient(profile));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream sealing = generator.open(out, encryptor)) {
        sealing.write(content);
      }
      return out.toByteArray();
    }
    if (encryptor instanceof OutputAEADEncryptor aead) {
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(recipient(profile));
      return generator.generate(new CMSProcessableByteArray(content), aead).getEncoded();
    }
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient(profile));
    return generator.generate(new CMSProcessableByteArray(content), encryptor).getEncoded();
  }

  private static RecipientInfoGenerator recipient(Profile profile) throws Exception {
    String[] hashes = profile.word("oaep", "").split(" ");
    if (hashes.length < 2) return new JceKeyTransRecipientInfoGenerator(profile.partner("encrypt")).setProvider("BC");
    OAEPParameterSpec oaep = new OAEPParameterSpec(hashes[0], "MGF1", new MGF1ParameterSpec(hashes[1]), PSource.PSpecified.DEFAULT);
    AlgorithmIdentifier scheme =
        new JcaAlgorithmParametersConverter().getAlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, oaep);
    return new JceKeyTransRecipientInfoGenerator(profile.partner("encrypt"), scheme).setProvider("BC");
  }

  private Messages() {}
}

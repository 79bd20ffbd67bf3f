import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.activation.DataHandler;
import javax.mail.Session;
import javax.mail.internet.ContentType;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import javax.mail.internet.MimePart;
import javax.mail.internet.MimeUtility;
import javax.mail.util.ByteArrayDataSource;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientId;
import org.bouncycastle.cms.jcajce.ZlibExpanderProvider;
import org.bouncycastle.mail.smime.SMIMECompressed;
import org.bouncycastle.mail.smime.SMIMESigned;
import org.bouncycastle.mail.smime.SMIMESignedParser;
import org.bouncycastle.mail.smime.SMIMEUtil;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Reads messages, in the order and with the calls of OpenAS2, or of mendelson. What was seen goes into `seen`. */
final class Reading {
  static void read(Profile profile, Map<String, String> headers, byte[] body, Map<String, String> seen) throws Exception {
    String options = headers.get("disposition-notification-options");
    String micalg = options == null ? null : Station.lastWord(options);
    if (profile.mendelson()) asMendelson(profile, headers.get("content-type"), body, micalg, seen);
    else asOpenAs2(profile, headers.get("content-type"), body, micalg, seen);
  }

  private static void asOpenAs2(Profile profile, String type, byte[] body, String micalg, Map<String, String> seen) throws Exception {
    MimeBodyPart part = partOf(body, new ContentType(type).toString());
    part.setHeader("Content-Transfer-Encoding", "binary");
    boolean bare = true;
    if (kind(part).endsWith("enveloped-data")) {
      bare = false;
      part = SMIMEUtil.toMimeBodyPart(decrypted(profile, body));
    }
    if (kind(part).equals("compressed-data")) part = expanded(part);
    if (kind(part).equals("signed")) {
      bare = false;
      part = verified(part, profile.partner("sign"));
    }
    if (micalg != null) seen.put("mic", Messages.openAs2Mic(part, micalg, !bare));
    if (kind(part).equals("compressed-data")) part = expanded(part);
    keep(part, seen);
  }

  private static void asMendelson(Profile profile, String type, byte[] body, String micalg, Map<String, String> seen) throws Exception {
    boolean encrypted = type.contains("application/pkcs7-mime") && !type.contains("compressed-data");
    byte[] plain = encrypted ? decrypted(profile, body) : body;
    boolean squeezed = true;
    MimeMessage maybe = new MimeMessage(Session.getInstance(System.getProperties()), new ByteArrayInputStream(plain));
    if (type.contains("compressed-data")) {
      plain = Messages.octets(expanded(partOf(plain, type)));
      type = new MimeBodyPart(new ByteArrayInputStream(plain)).getContentType();
    } else if (maybe.getContentType().contains("compressed-data")) {
      plain = new SMIMECompressed(maybe).getContent(new ZlibExpanderProvider());
    } else squeezed = false;
    if (encrypted) type = new MimeBodyPart(new ByteArrayInputStream(plain)).getContentType();
    MimeBodyPart outer = partOf(plain, type);
    if (kind(outer).equals("signed")) {
      MimeBodyPart content = verified(outer, profile.partner("sign"));
      seen.put("mic", Profile.mic(Messages.octets(content), micalg == null ? "sha1" : micalg));
      keep(kind(content).equals("compressed-data") ? expanded(content) : content, seen);
      return;
    }
    seen.put("mic", Profile.mic(plain, "sha1"));
    MimeMessage message = new MimeMessage(Session.getInstance(System.getProperties()), new ByteArrayInputStream(plain));
    if (squeezed || message.isMimeType("multipart/*")) keep(message, seen);
    else seen.put("payload", Base64.getEncoder().encodeToString(plain));
  }

  static MimeBodyPart partOf(byte[] body, String type) throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(body, type)));
    part.setHeader("Content-Type", type);
    return part;
  }

  /** `signed`, or the S/MIME type in lower case; empty for everything else. */
  static String kind(MimePart part) throws Exception {
    ContentType type = new ContentType(part.getContentType());
    if (type.match("multipart/signed")) return "signed";
    String smime = type.getParameter("smime-type");
    return type.match("application/pkcs7-mime") && smime != null ? smime.toLowerCase() : "";
  }

  private static byte[] decrypted(Profile profile, byte[] body) throws Exception {
    PrivateKey key = profile.key("encrypt");
    JceKeyTransRecipientId us = new JceKeyTransRecipientId(profile.own("encrypt"));
    ContentInfo content = ContentInfo.getInstance(new ASN1InputStream(body).readObject());
    // Neither product reads this kind of envelope today; the next release may.
    if (content.getContentType().equals(CMSObjectIdentifiers.authEnvelopedData) && !profile.mendelson())
      return new CMSAuthEnvelopedData(body).getRecipientInfos().get(us).getContent(new JceKeyTransAuthEnvelopedRecipient(key).setProvider("BC"));
    return new CMSEnvelopedData(body).getRecipientInfos().get(us).getContent(new JceKeyTransEnvelopedRecipient(key).setProvider("BC"));
  }

  private static MimeBodyPart expanded(MimeBodyPart part) throws Exception {
    return SMIMEUtil.toMimeBodyPart(new SMIMECompressed(part).getContent(new ZlibExpanderProvider()));
  }

  static MimeBodyPart verified(MimeBodyPart part, X509Certificate partner) throws Exception {
    MimeMultipart parts = (MimeMultipart) part.getContent();
    SMIMESigned signed = new SMIMESigned(parts);
    String encoding = signed.getContent().getEncoding();
    SMIMESignedParser parser = new SMIMESignedParser(
        new JcaDigestCalculatorProviderBuilder().setProvider("BC").build(), parts, encoding == null ? "binary" : encoding);
    for (SignerInformation signer : parser.getSignerInfos().getSigners())
      if (signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(partner))) return signed.getContent();
    throw new SignatureException("the signature does not hold");
  }

  private static void keep(MimePart part, Map<String, String> seen) throws Exception {
    if (!part.isMimeType("multipart/*")) {
      keepFile(part, "", seen);
      return;
    }
    byte[] all = Messages.octets(part);
    int body = new String(all, "ISO-8859-1").indexOf("\r\n\r\n") + 4;
    MimeMultipart files = new MimeMultipart(new ByteArrayDataSource(new ByteArrayInputStream(all, body, all.length - body), part.getContentType()));
    seen.put("files", Integer.toString(files.getCount()));
    for (int at = 0; at < files.getCount(); at++) keepFile((MimePart) files.getBodyPart(at), at == 0 ? "" : "." + at, seen);
  }

  private static void keepFile(MimePart part, String suffix, Map<String, String> seen) throws Exception {
    seen.put("payload" + suffix, Base64.getEncoder().encodeToString(part.getInputStream().readAllBytes()));
    if (part.getFileName() != null) seen.put("fileName" + suffix, MimeUtility.decodeText(part.getFileName()));
  }

  private Reading() {}
}

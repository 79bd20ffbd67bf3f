import java.io.ByteArrayOutputStream;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import javax.mail.Session;
import javax.mail.internet.ContentType;
import javax.mail.internet.InternetHeaders;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import javax.mail.internet.MimeUtility;

/** Makes and reads receipts (MDN) as both products do. */
final class Receipts {
  /** The receipt for a message with these headers. `micalg`: the digest to sign by; null sends it unsigned. */
  static Messages.Wire make(Profile profile, Map<String, String> headers, String disposition, String mic, String micalg) throws Exception {
    InternetHeaders fields = new InternetHeaders();
    fields.setHeader("Reporting-UA", "Bouncy Castle");
    fields.setHeader("Original-Recipient", "rfc822; " + headers.get("as2-to"));
    fields.setHeader("Final-Recipient", "rfc822; " + headers.get("as2-to"));
    fields.setHeader("Original-Message-ID", headers.get("message-id"));
    fields.setHeader("Disposition", "automatic-action/MDN-sent-automatically; " + disposition);
    if (mic != null) fields.setHeader("Received-Content-MIC", mic);
    StringBuilder lines = new StringBuilder();
    for (Enumeration<String> all = fields.getAllHeaderLines(); all.hasMoreElements(); ) lines.append(all.nextElement()).append("\r\n");
    if (!profile.mendelson()) lines.append("\r\n");
    MimeBodyPart text = Reading.partOf("The message was received.\r\n".getBytes(), "text/plain");
    MimeBodyPart report = Reading.partOf(lines.toString().getBytes(), "message/disposition-notification");
    if (profile.mendelson()) {
      text.setHeader("Content-Transfer-Encoding", "7bit");
      report.setHeader("Content-Transfer-Encoding", "7bit");
    }
    MimeMultipart parts = new MimeMultipart(text, report);
    parts.setSubType("report; report-type=disposition-notification");
    return profile.mendelson() ? asMessage(profile, parts, micalg) : asPart(profile, parts, micalg);
  }

  private static Messages.Wire asPart(Profile profile, MimeMultipart parts, String micalg) throws Exception {
    MimeBodyPart part = Messages.wrapped(parts);
    if (micalg != null) part = Messages.wrapped(Messages.signed(profile, part, digestOf(micalg)));
    return new Messages.Wire(part.getContentType(), part.getInputStream().readAllBytes(), null);
  }

  private static Messages.Wire asMessage(Profile profile, MimeMultipart parts, String micalg) throws Exception {
    MimeMessage message = messageOf(parts, MimeUtility.unfold(parts.getContentType()));
    if (micalg != null) {
      MimeMultipart signed = Messages.signed(profile, message, digestOf(micalg));
      message = messageOf(signed, signed.getContentType());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out, new String[] {"Message-ID", "Mime-Version", "Content-Type"});
    return new Messages.Wire(MimeUtility.unfold(message.getContentType()), out.toByteArray(), null);
  }

  private static MimeMessage messageOf(MimeMultipart content, String type) throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(System.getProperties(), null));
    message.setContent(content, type);
    message.saveChanges();
    return message;
  }

  private static String digestOf(String micalg) {
    return micalg.toUpperCase().replace("-", "");
  }

  /** Reads a receipt of the hub's: its fields, whether it is signed, and whether its MIC is the one that was expected. */
  static Map<String, String> read(Profile profile, Map<String, String> headers, byte[] body, String expected) throws Exception {
    MimeBodyPart part = Reading.partOf(body, headers.get("content-type"));
    Map<String, String> read = new HashMap<>();
    boolean signed = Reading.kind(part).equals("signed");
    if (signed) part = Reading.verified(part, profile.partner("sign"));
    read.put("signed", Boolean.toString(signed));
    MimeMultipart parts = new MimeMultipart(part.getDataHandler().getDataSource());
    if (!new ContentType(parts.getContentType()).match("multipart/report")) throw new Exception("no report but " + parts.getContentType());
    for (int at = 0; at < parts.getCount(); at++) {
      MimeBodyPart one = (MimeBodyPart) parts.getBodyPart(at);
      if (!one.isMimeType("message/disposition-notification")) continue;
      InternetHeaders fields = new InternetHeaders(one.getInputStream());
      read.put("disposition", fields.getHeader("Disposition", ", "));
      read.put("messageId", fields.getHeader("Original-Message-ID", ", "));
      read.put("mic", plain(fields.getHeader("Received-Content-MIC", ", ")));
    }
    read.put("expected", plain(expected));
    return read;
  }

  /** Both products compare names of digests without dashes and case. */
  private static String plain(String mic) {
    if (mic == null) return "none";
    String[] halves = mic.split(",");
    return halves[0].trim() + ", " + halves[1].trim().toLowerCase().replace("-", "");
  }

  private Receipts() {}
}

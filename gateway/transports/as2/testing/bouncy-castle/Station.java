import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.activation.CommandMap;
import javax.activation.MailcapCommandMap;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * An AS2 station on Bouncy Castle and JavaMail. It listens on loopback and takes commands as URL-encoded lines, which it answers in order: `agree`
 * says how to read what comes to `own`, `seen` gives what came, `send` sends and gives what the receipt says.
 */
public final class Station {
  private static final Map<String, Profile> agreements = new ConcurrentHashMap<>();
  private static final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();
  private static final Map<String, CompletableFuture<Answer>> receipts = new ConcurrentHashMap<>();
  private static int port;

  /** An HTTP message: of a request, `status` is empty. */
  private record Answer(String status, Map<String, String> headers, byte[] body) {}

  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    MailcapCommandMap handlers = (MailcapCommandMap) CommandMap.getDefaultCommandMap();
    for (String type : new String[] {"pkcs7-signature", "pkcs7-mime"})
      handlers.addMailcap("application/" + type + ";; x-java-content-handler=org.bouncycastle.mail.smime.handlers." + type.replace('-', '_'));
    handlers.addMailcap("multipart/signed;; x-java-content-handler=org.bouncycastle.mail.smime.handlers.multipart_signed");
    System.setProperty("mail.mime.cachemultipart", "false");
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    Thread listener = new Thread(() -> listen(server));
    listener.setDaemon(true);
    listener.start();
    System.out.println(port);
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = commands.readLine()) != null; ) System.out.println(encoded(obey(decoded(line))));
  }

  private static Map<String, String> obey(Map<String, String> command) {
    try {
      String own = command.get("own");
      switch (command.get("command")) {
        case "agree" -> agreements.put(own, new Profile(command));
        case "seen" -> {
          return seen.getOrDefault(own, Map.of());
        }
        default -> {
          return send(new Profile(command));
        }
      }
      return Map.of();
    } catch (Exception error) {
      return Map.of("error", error.toString());
    }
  }

  private static Map<String, String> send(Profile profile) throws Exception {
    Messages.Wire wire = Messages.make(profile);
    String id = "<" + UUID.randomUUID() + "@station>";
    boolean later = profile.word("receipt").equals("async");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("AS2-Version", "1.1");
    headers.put("AS2-From", profile.word("own"));
    headers.put("AS2-To", profile.word("partner"));
    headers.put("Message-ID", id);
    headers.put("Mime-Version", "1.0");
    headers.put("Content-Type", profile.is("fold") ? wire.type() : unfolded(wire.type()));
    headers.put("Disposition-Notification-To", "edi@station");
    String micalg = profile.signs() ? profile.word("digest").toLowerCase() : profile.mendelson() ? "sha1" : "sha256";
    String signing = profile.is("unsignedReceipt") ? "" : "signed-receipt-protocol=optional, pkcs7-signature; ";
    headers.put("Disposition-Notification-Options", signing + "signed-receipt-micalg=optional, " + micalg);
    CompletableFuture<Answer> coming = new CompletableFuture<>();
    if (later) {
      headers.put("Receipt-Delivery-Option", "http://127.0.0.1:" + port + "/receipt?of=" + profile.word("own"));
      receipts.put(profile.word("own"), coming);
    }
    Answer answer = post(profile, headers, wire.body());
    if (later) answer = coming.get(20, TimeUnit.SECONDS);
    return Receipts.read(profile, answer.headers(), answer.body(), wire.mic());
  }

  private static Answer post(Profile profile, Map<String, String> headers, byte[] body) throws Exception {
    URI url = URI.create(profile.word("url"));
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      write(socket.getOutputStream(), "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority(), headers, body, profile.is("chunked"));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String status = line(in).split(" ")[1];
      Map<String, String> answered = head(in);
      return new Answer(status, answered, body(in, answered));
    }
  }

  private static void listen(ServerSocket server) {
    while (true) {
      try {
        Socket socket = server.accept();
        new Thread(() -> serve(socket)).start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String request = line(in);
      Map<String, String> headers = head(in);
      byte[] body = body(in, headers);
      OutputStream out = socket.getOutputStream();
      String ok = "HTTP/1.1 200 OK\r\nConnection: close";
      if (request.contains("of=")) {
        write(out, ok, Map.of(), new byte[0], false);
        receipts.remove(request.replaceAll(".*of=(\\S+) .*", "$1")).complete(new Answer("", headers, body));
        return;
      }
      Profile profile = agreements.get(headers.get("as2-to"));
      Messages.Wire receipt = take(profile, headers, body);
      Map<String, String> answering = new LinkedHashMap<>();
      answering.put("AS2-From", headers.get("as2-to"));
      answering.put("AS2-To", headers.get("as2-from"));
      answering.put("Message-ID", "<" + UUID.randomUUID() + "@station>");
      answering.put("Content-Type", profile.is("fold") ? receipt.type() : unfolded(receipt.type()));
      String elsewhere = headers.get("receipt-delivery-option");
      if (elsewhere == null) {
        write(out, ok, answering, receipt.body(), profile.is("chunked"));
        return;
      }
      write(out, ok, Map.of(), new byte[0], false);
      Map<String, String> words = new HashMap<>(profile.words());
      words.put("url", elsewhere);
      post(new Profile(words), answering, receipt.body());
    } catch (Exception error) {
      error.printStackTrace();
    }
  }

  private static Messages.Wire take(Profile profile, Map<String, String> headers, byte[] body) throws Exception {
    Map<String, String> found = new HashMap<>();
    String disposition = "processed";
    try {
      Reading.read(profile, headers, body, found);
    } catch (Exception error) {
      found.put("error", error.toString());
      disposition = "processed/error: unexpected-processing-error";
    }
    seen.put(profile.word("own"), found);
    String options = headers.get("disposition-notification-options");
    boolean sign = options != null && options.contains("pkcs7-signature");
    return Receipts.make(profile, headers, disposition, found.get("mic"), sign ? lastWord(options) : null);
  }

  static String lastWord(String options) {
    String[] words = options.split("[,=;]");
    return words[words.length - 1].trim();
  }

  private static String unfolded(String value) {
    return value.replaceAll("\r\n[ \t]*", " ");
  }

  private static void write(OutputStream out, String start, Map<String, String> headers, byte[] body, boolean chunked) throws IOException {
    StringBuilder head = new StringBuilder(start).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length).append("\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    if (chunked) out.write((Integer.toHexString(body.length) + "\r\n").getBytes());
    out.write(body);
    if (chunked) out.write((body.length > 0 ? "\r\n0\r\n\r\n" : "\r\n").getBytes());
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet; (octet = in.read()) >= 0 && octet != '\n'; ) if (octet != '\r') line.write(octet);
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> head(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line; !(line = line(in)).isEmpty(); ) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private static Map<String, String> decoded(String line) {
    Map<String, String> words = new HashMap<>();
    for (String pair : line.split("&")) {
      String[] halves = pair.split("=", 2);
      words.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
    }
    return words;
  }

  private static String encoded(Map<String, String> words) {
    return words.entrySet().stream()
        .map(word -> word.getKey() + "=" + URLEncoder.encode(word.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}

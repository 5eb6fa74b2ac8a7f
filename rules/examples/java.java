import java.io.ObjectInputStream;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Random;
import javax.crypto.Cipher;
import javax.net.ssl.HttpsURLConnection;
import javax.xml.parsers.DocumentBuilderFactory;

class Examples {
  void sqlBuiltFromText(Connection connection, Statement statement, String name) throws Exception {
    // ruleid: second-pass.java.sql-built-from-text
    statement.executeQuery("SELECT * FROM users WHERE name = '" + name + "'");
    // ruleid: second-pass.java.sql-built-from-text
    connection.prepareStatement(String.format("DELETE FROM users WHERE name = '%s'", name));
    // ok: second-pass.java.sql-built-from-text
    PreparedStatement good = connection.prepareStatement("SELECT * FROM users WHERE name = ?");
    // ok: second-pass.java.sql-built-from-text
    statement.executeQuery("SELECT * " + "FROM users");
    good.setString(1, name);
  }

  void shellCommand(String name) throws Exception {
    // ruleid: second-pass.java.shell-command
    Runtime.getRuntime().exec("ls " + name);
    // ruleid: second-pass.java.shell-command
    new ProcessBuilder("sh", "-c", "ls " + name).start();
    // ok: second-pass.java.shell-command
    new ProcessBuilder("ls", name).start();
    // ok: second-pass.java.shell-command
    Runtime.getRuntime().exec("uptime");
  }

  void tlsVerificationOff(HttpsURLConnection connection) {
    // ruleid: second-pass.java.tls-verification-off
    connection.setHostnameVerifier((host, session) -> true);
    // ok: second-pass.java.tls-verification-off
    connection.setHostnameVerifier((host, session) -> host.equals("example.com"));
  }

  // ruleid: second-pass.java.tls-verification-off
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  Object untrustedObjectStream(HttpServletRequest request, java.io.File file) throws Exception {
    // ruleid: second-pass.java.untrusted-object-stream
    Object outside = new ObjectInputStream(request.getInputStream()).readObject();
    // ok: second-pass.java.untrusted-object-stream
    Object inside = new ObjectInputStream(new java.io.FileInputStream(file)).readObject();
    return outside == null ? inside : outside;
  }

  void externalEntities() throws Exception {
    // ruleid: second-pass.java.external-entities
    DocumentBuilderFactory open = DocumentBuilderFactory.newInstance();
    open.newDocumentBuilder();
  }

  void noExternalEntities() throws Exception {
    // ok: second-pass.java.external-entities
    DocumentBuilderFactory closed = DocumentBuilderFactory.newInstance();
    closed.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    closed.newDocumentBuilder();
  }

  void brokenCipher() throws Exception {
    // ruleid: second-pass.java.broken-cipher
    Cipher.getInstance("AES/ECB/PKCS5Padding");
    // ruleid: second-pass.java.broken-cipher
    Cipher.getInstance("DES");
    // ok: second-pass.java.broken-cipher
    Cipher.getInstance("AES/GCM/NoPadding");
  }

  void predictableSecret(Random random, SecureRandom secure) {
    // ruleid: second-pass.java.predictable-secret
    long resetToken = new Random().nextLong();
    // ruleid: second-pass.java.predictable-secret
    int csrf = random.nextInt();
    // ok: second-pass.java.predictable-secret
    int delay = random.nextInt();
    // ok: second-pass.java.predictable-secret
    long token = secure.nextLong();
  }

  boolean textComparedByIdentity(String left, String right, String missing) {
    // ruleid: second-pass.java.text-compared-by-identity
    if (left == "on") return true;
    // ruleid: second-pass.java.text-compared-by-identity
    if (left == right) return true;
    // ok: second-pass.java.text-compared-by-identity
    if (missing == null) return false;
    // ok: second-pass.java.text-compared-by-identity
    return left.equals(right);
  }

  int returnInFinally(Runnable job) {
    // ruleid: second-pass.java.return-in-finally
    try {
      job.run();
    } finally {
      return 1;
    }
  }

  int returnAfterFinally(Runnable job) {
    // ok: second-pass.java.return-in-finally
    try {
      job.run();
      return 0;
    } finally {
      System.out.println();
    }
  }

  void lostInterrupt() throws InterruptedException {
    // ruleid: second-pass.java.lost-interrupt
    try {
      Thread.sleep(10);
    } catch (InterruptedException error) {
    }
    // ok: second-pass.java.lost-interrupt
    try {
      Thread.sleep(10);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }
}

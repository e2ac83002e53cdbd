import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Fetches a Maven distribution from Maven Central: {@code FetchMaven <version> <into folder>}. */
class FetchMaven {
    public static void main(String[] args) throws Exception {
        String name = "apache-maven-" + args[0];
        Path into = Path.of(args[1]).toAbsolutePath().normalize();
        URI source =
                URI.create(
                        "https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/"
                                + args[0]
                                + "/"
                                + name
                                + "-bin.zip");
        try (InputStream in = source.toURL().openStream();
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IllegalStateException("entry outside the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        into.resolve(name).resolve("bin/mvn").toFile().setExecutable(true);
    }
}

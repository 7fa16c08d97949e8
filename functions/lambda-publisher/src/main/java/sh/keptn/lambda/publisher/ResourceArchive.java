package sh.keptn.lambda.publisher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import sh.keptn.lambda.InvalidInputException;

/** The files of a project in a zip archive, as CDK makes one of a folder. */
final class ResourceArchive {

    private static final int FILES = 1_000;
    private static final int BYTES = 20_000_000;

    private ResourceArchive() {}

    /**
     * All files by their paths.
     *
     * @throws InvalidInputException if it is no archive, or has more than 1,000 files or 20 MB
     */
    static Map<String, byte[]> read(byte[] archive) {
        Map<String, byte[]> files = new TreeMap<>();
        int left = BYTES;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    // One byte more than may be shows that there is more; the whole of it is never unpacked.
                    byte[] content = zip.readNBytes(left + 1);
                    left -= content.length;
                    files.put(entry.getName(), content);
                }
                if (left < 0 || files.size() > FILES) {
                    throw new InvalidInputException(
                            "the resources of a project have at most " + FILES + " files and " + BYTES + " bytes");
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException("the resources are no zip archive: " + e.getMessage());
        }
        return files;
    }
}

package sh.keptn.services.evaluation;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.sli.SliFile;
import sh.keptn.evaluation.sli.SliParser;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.slo.SloParser;

/**
 * Files of objectives and queries as they were read, which costs more than to evaluate by them. Those that were used last are kept
 * by their content, so that nothing that was changed is ever missed. For several threads.
 */
public final class ParsedFiles {

    /** The most of each kind. */
    private static final int KEPT = 64;

    /** Longer files, in bytes, are read each time. */
    private static final int LONGEST = 64 * 1024;

    private final Map<File, Checked<Slo>> objectives = newest();
    private final Map<File, Checked<SliFile>> queries = newest();

    /** @param uri names the file in what is found wrong with it */
    private record File(String uri, ByteBuffer content) {}

    Checked<Slo> objectives(String uri, byte[] content) {
        return read(objectives, uri, content, SloParser::parse);
    }

    Checked<SliFile> queries(String uri, byte[] content) {
        return read(queries, uri, content, SliParser::parse);
    }

    private static <T> Checked<T> read(
            Map<File, Checked<T>> known, String uri, byte[] content, Function<YamlNode, Checked<T>> parse) {
        if (content.length > LONGEST) {
            return YamlReader.read(uri, content).then(parse);
        }
        File file = new File(uri, ByteBuffer.wrap(content.clone()));
        Checked<T> before;
        synchronized (known) {
            before = known.get(file);
        }
        if (before != null) {
            return before;
        }
        Checked<T> read = YamlReader.read(uri, content).then(parse);
        synchronized (known) {
            known.put(file, read);
        }
        return read;
    }

    private static <T> Map<File, T> newest() {
        return new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<File, T> eldest) {
                return size() > KEPT;
            }
        };
    }
}

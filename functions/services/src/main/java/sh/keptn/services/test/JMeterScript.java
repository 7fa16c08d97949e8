package sh.keptn.services.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A test plan of JMeter ({@code .jmx}) and the files that it reads. */
public final class JMeterScript {

    private final byte[] content;
    private final Map<String, byte[]> files;

    /** @param files by their path from the script's folder on, which leads no higher */
    public JMeterScript(byte[] content, Map<String, byte[]> files) {
        this.content = content.clone();
        this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** The test plan; must not be changed. */
    public byte[] content() {
        return content;
    }

    /** The files; must not be changed. */
    public Map<String, byte[]> files() {
        return files;
    }
}

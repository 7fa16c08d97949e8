package sh.keptn.standalone.services;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.services.test.JMeter;
import sh.keptn.services.test.JMeterException;
import sh.keptn.services.test.JMeterProcess;
import sh.keptn.services.test.JMeterScript;

/**
 * The JMeter that the module {@code functions/jmeter} of a clone has been built with. It is looked for when a script is to be run, and
 * nobody needs it before.
 */
public final class JMeterOfBuild implements JMeter {

    private static final String TARGET = "functions/jmeter/target";

    private final @Nullable Path clone;

    /** @param clone the repository's folder; null where it is not known */
    public JMeterOfBuild(@Nullable Path clone) {
        this.clone = clone;
    }

    @Override
    public Run run(JMeterScript script, Map<String, String> properties, Duration left) throws JMeterException {
        return find().run(script, properties, left);
    }

    private JMeter find() {
        if (clone == null) {
            return JMeter.missing("JMeter is not there: the variable KEPTN_HOME names no clone of the repository");
        }
        Path target = clone.resolve(TARGET);
        try {
            String jars = Files.readString(target.resolve("classpath")).strip();
            return new JMeterProcess(target.resolve("classes") + File.pathSeparator + jars);
        } catch (IOException e) {
            return JMeter.missing(
                    "JMeter is not there yet; `./mvnw -pl functions/jmeter -am package -Dmaven.test.skip` in " + clone
                            + " brings it");
        }
    }
}

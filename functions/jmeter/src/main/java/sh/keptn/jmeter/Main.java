package sh.keptn.jmeter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jmeter.JMeter;

/**
 * Runs a script without JMeter's window. The only argument is a folder with {@code script.jmx} and {@code keptn.properties}; what was
 * measured comes to {@code results.csv} there. JMeter has global state and ends its process where it likes to, so that each script has
 * a process; it ends at the end of its standard input, so that nobody is loaded any more for a parent that is gone.
 */
public final class Main {

    /** Without these files below its home JMeter does not start. */
    private static final List<String> SETTINGS = List.of(
            "jmeter.properties",
            "saveservice.properties",
            "upgrade.properties",
            "user.properties",
            "system.properties");

    /** It looks for plugins there; these are empty, what it has is on the class path. */
    private static final List<String> PLUGINS = List.of("lib", "lib/ext", "lib/junit");

    /** An exit code that JMeter does not have. */
    static final int PARENT_IS_GONE = 3;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        Thread parent = new Thread(Main::endWithParent, "parent");
        parent.setDaemon(true);
        parent.start();
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        for (String name : PLUGINS) {
            Files.createDirectories(folder.resolve(name));
        }
        Path settings = Files.createDirectories(folder.resolve("bin"));
        for (String name : SETTINGS) {
            try (InputStream setting = Main.class.getResourceAsStream("/bin/" + name)) {
                if (setting == null) {
                    throw new IOException("JMeter's " + name + " is not on the class path");
                }
                Files.copy(setting, settings.resolve(name));
            }
        }
        // Where nobody has unpacked JMeter its option for it is not heard.
        System.setProperty("jmeter.home", folder.toString());
        new JMeter().start(new String[] {
            "--nongui",
            "--testfile",
            folder.resolve("script").resolve("script.jmx").toString(),
            "--logfile",
            folder.resolve("results.csv").toString(),
            "--addprop",
            folder.resolve("keptn.properties").toString()
        });
    }

    /** Nobody writes anything: the system ends the input when the parent ends, however that happens. */
    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It cannot be read any more, which means the same.
        }
        Runtime.getRuntime().halt(PARENT_IS_GONE);
    }
}

package sh.keptn.services.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.resources.ResourcesUnavailableException;

/** The files of tests: that of the service counts, else that of the stage, else that of the project. */
final class TestFiles {

    private static final Pattern PATH = Pattern.compile("(?!.*(^|/)\\.\\.?(/|$))[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*");

    private final Resources resources;
    private final List<ResourceLevel> levels;

    /** Those of an event; where it names several services, their files in the order of their names. */
    TestFiles(Resources resources, KeptnEvent event) {
        this.resources = resources;
        this.levels = levels(event);
    }

    /** A file that was found. */
    static final class Found {

        private final String name;
        private final byte[] content;

        private Found(String name, byte[] content) {
            this.name = name;
            this.content = content;
        }

        /** As messages have it: the path that was asked for. */
        String name() {
            return name;
        }

        /** Must not be changed. */
        byte[] content() {
            return content;
        }
    }

    /** Whether a text is a path that leads to no other folder than those below. */
    static boolean isPath(String text) {
        return PATH.matcher(text).matches();
    }

    Optional<Found> find(String path) throws ResourcesUnavailableException {
        for (ResourceLevel level : levels) {
            Optional<byte[]> content = resources.find(level, path);
            if (content.isPresent()) {
                return content.map(bytes -> new Found(path, bytes));
            }
        }
        return Optional.empty();
    }

    private static List<ResourceLevel> levels(KeptnEvent event) {
        List<ResourceLevel> fromProject = ResourceLevel.of(event);
        ResourceLevel service = fromProject.get(2);
        List<ResourceLevel> levels = new ArrayList<>();
        for (String name : String.valueOf(service.service()).split(",", -1)) {
            levels.add(new ResourceLevel(service.project(), service.version(), service.stage(), name.strip()));
        }
        levels.add(fromProject.get(1));
        levels.add(fromProject.get(0));
        return levels;
    }
}

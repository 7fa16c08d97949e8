package sh.keptn.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of a template in one line for people, references by the names of what they refer to. */
final class TemplateText {

    private TemplateText() {}

    static String of(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(TemplateText::of).toList());
        }
        if (value instanceof Map<?, ?> map) {
            if (map.get("Ref") != null) {
                return "<" + withoutHash(map.get("Ref")) + ">";
            }
            if (map.get("Fn::GetAtt") instanceof List<?> attribute) {
                return "<" + withoutHash(attribute.get(0)) + ">";
            }
            if (map.get("Fn::Join") instanceof List<?> join && join.get(1) instanceof List<?> parts) {
                return String.join("", parts.stream().map(TemplateText::of).toList());
            }
            Map<String, String> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put(String.valueOf(key), of(each)));
            return all.toString();
        }
        return String.valueOf(value);
    }

    /** A logical id without what the CDK puts behind it. */
    static String withoutHash(@Nullable Object id) {
        return String.valueOf(id).replaceAll("[0-9A-F]{8}$", "");
    }
}

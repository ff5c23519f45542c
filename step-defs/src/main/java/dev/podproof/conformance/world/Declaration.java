package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A document as its author wrote it, held against what the API makes of it: fields and items may be added, and nothing may differ. */
public final class Declaration {
    private Declaration() {}

    /** What was declared and is not read back, each with its path and both values. Items of lists keep their order; added ones come last. */
    public static List<String> missing(JsonNode declared, JsonNode read) {
        List<String> missing = new ArrayList<>();
        compare("", declared, read, missing);
        return missing;
    }

    private static void compare(String path, JsonNode declared, JsonNode read, List<String> missing) {
        boolean sameKind = declared.getNodeType() == read.getNodeType();
        if (sameKind && declared.isObject()) {
            declared.properties()
                    .forEach(field ->
                            compare(path + "." + field.getKey(), field.getValue(), read.path(field.getKey()), missing));
        } else if (sameKind && declared.isArray()) {
            for (int i = 0; i < declared.size(); i++) {
                compare(path + "[" + i + "]", declared.get(i), read.path(i), missing);
            }
        } else if (!declared.equals(read)) {
            missing.add(path.substring(1) + ": declared " + declared + ", read "
                    + (read.isMissingNode() ? "nothing" : read));
        }
    }
}

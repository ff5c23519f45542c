package dev.podproof.report.workshop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Text that a page shows and that stands in a file as well, so that neither can go on without the other. */
final class Quotation {
    private static final String BEGINS = "// region ";
    private static final String ENDS = "// endregion";

    private Quotation() {}

    /** What a block of the kind has to be equal to; an IllegalArgumentException says why there is no such text. */
    static String of(BlockInfo info, Path folder) {
        return switch (info.kind()) {
            case "yaml" -> text(folder, wanted(info, "file", "yaml file=pods.yaml"));
            case "java" -> region(folder, wanted(info, "src", "java src=../src/test/java/Some.java#region"));
            default -> throw new IllegalStateException(info.kind());
        };
    }

    private static String wanted(BlockInfo info, String name, String form) {
        String value = info.said().get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "a block of the kind '" + info.kind() + "' names the file that it is equal to: ```" + form);
        }
        return value;
    }

    private static String region(Path folder, String source) {
        String[] parts = source.split("#", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("src=" + source + " names no region; write src=FILE#REGION");
        }
        List<String> lines = text(folder, parts[0]).lines().toList();
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals(BEGINS + parts[1])) {
                begin = i + 1;
            } else if (begin >= 0 && line.equals(ENDS)) {
                return String.join("\n", lines.subList(begin, i)).stripIndent().strip();
            }
        }
        throw new IllegalArgumentException(
                "there is no region from '" + BEGINS + parts[1] + "' to '" + ENDS + "' in " + parts[0]);
    }

    private static String text(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file)).stripTrailing();
        } catch (IOException e) {
            throw new IllegalArgumentException("there is no file " + file + " to be equal to", e);
        }
    }
}

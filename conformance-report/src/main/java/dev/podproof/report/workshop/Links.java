package dev.podproof.report.workshop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Where a page points to among the project's own files. Other places cannot be held to anything. */
final class Links {
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z+.-]*:.*");

    private Links() {}

    /** All of them, in their order. */
    static List<String> in(Node page) {
        List<String> found = new ArrayList<>();
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                found.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                found.add(image.getDestination());
            }
        });
        return found.stream().filter(link -> !ELSEWHERE.matcher(link).matches()).toList();
    }

    /** The first that leads nowhere. */
    static Optional<String> firstDead(Node page, Path folder) {
        return in(page).stream()
                .filter(link -> !link.startsWith("#"))
                .filter(link -> !Files.exists(folder.resolve(link.split("#", 2)[0])))
                .findFirst();
    }
}

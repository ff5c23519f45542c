package dev.podproof.report.workshop;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Reads a workshop: a page of Markdown with fixed sections, whose code blocks are commands ({@code bash}), promises ({@code output}), or what stands in
 * a file too ({@code yaml}, {@code java}).
 */
public final class PageReader {
    static final String CLEAN_UP = "Clean up";

    static final List<String> SECTIONS =
            List.of("Question", "Predict", "Run", "Explain", "Break it", "Check yourself", CLEAN_UP);
    private static final Parser PARSER =
            Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

    private final String name;
    private final Path folder;
    private final List<String> sections = new ArrayList<>();
    private final List<Exercise> exercises = new ArrayList<>();
    private String title = "";
    private Optional<PageFacts> facts = Optional.empty();
    private boolean promiseFits;

    private PageReader(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /**
     * Reads a page.
     *
     * @throws PageInvalid when a section is missing or out of order, a block is of an unknown kind or in a place where it means nothing or is not equal
     *     to its file, or a link leads nowhere
     */
    public static WorkshopPage read(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            return read(folder.getFileName() + "/" + file.getFileName(), Files.readString(file), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WorkshopPage read(String name, String markdown, Path folder) {
        PageReader reader = new PageReader(name, folder);
        Node page = PARSER.parse(markdown);
        page.accept(reader.visitor());
        if (reader.title.isEmpty()) {
            throw new PageInvalid(name, 1, "the page has no title");
        }
        if (!reader.sections.equals(SECTIONS)) {
            throw new PageInvalid(name, 1, "the sections are " + reader.sections + "; a workshop has " + SECTIONS);
        }
        if (reader.exercises.isEmpty()) {
            throw new PageInvalid(name, 1, "nothing is executed");
        }
        Links.firstDead(page, folder).ifPresent(link -> {
            throw new PageInvalid(name, 1, "the link to " + link + " leads nowhere");
        });
        PageFacts facts = reader.facts.orElseThrow(
                () -> new PageInvalid(name, 1, "no line below the title as in: " + PageFacts.FORM));
        return new WorkshopPage(reader.title, facts, reader.exercises, Links.in(page));
    }

    private AbstractVisitor visitor() {
        return new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading(heading);
            }

            @Override
            public void visit(Paragraph paragraph) {
                if (sections.isEmpty() && facts.isEmpty()) {
                    facts = PageFacts.read(text(paragraph));
                }
            }

            @Override
            public void visit(FencedCodeBlock block) {
                try {
                    block(block, BlockInfo.read(block.getInfo()));
                } catch (IllegalArgumentException e) {
                    throw new PageInvalid(name, line(block), e.getMessage());
                }
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                throw new PageInvalid(name, line(block), "a block without a kind; write ```bash or ```output");
            }
        };
    }

    private void heading(Heading heading) {
        promiseFits = false;
        switch (heading.getLevel()) {
            case 1 -> {
                if (!title.isEmpty()) {
                    throw new PageInvalid(name, line(heading), "a second title");
                }
                title = text(heading);
            }
            case 2 -> sections.add(text(heading));
            default -> {
                // Smaller headings are the author's own.
            }
        }
    }

    private void block(FencedCodeBlock block, BlockInfo info) {
        String literal = block.getLiteral().stripTrailing();
        switch (info.kind()) {
            case "bash" -> commands(block, info, literal);
            case "output" -> promise(block, literal);
            default -> {
                if (!literal.equals(Quotation.of(info, folder))) {
                    throw new PageInvalid(name, line(block), "not equal to what stands in " + info.said());
                }
            }
        }
    }

    private void commands(FencedCodeBlock block, BlockInfo info, String literal) {
        if (literal.isBlank()) {
            throw new PageInvalid(name, line(block), "an empty block of commands");
        }
        exercises.add(new Exercise(section(block), line(block), literal, Optional.empty(), info.exit(), info.within()));
        promiseFits = true;
    }

    private void promise(FencedCodeBlock block, String literal) {
        if (!promiseFits) {
            throw new PageInvalid(name, line(block), "an output block without a bash block of its own before it");
        }
        if (literal.replace("...", "").isBlank()) {
            throw new PageInvalid(name, line(block), "an output block that anything would match");
        }
        exercises.add(exercises.remove(exercises.size() - 1).promising(literal));
        promiseFits = false;
    }

    private String section(Node block) {
        if (sections.isEmpty()) {
            throw new PageInvalid(name, line(block), "commands before the first section");
        }
        return sections.get(sections.size() - 1);
    }

    private static int line(Node node) {
        return node.getSourceSpans().isEmpty()
                ? 1
                : node.getSourceSpans().get(0).getLineIndex() + 1;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }
}

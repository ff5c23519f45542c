package dev.podproof.report.workshop;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Reads a workshop: a page of Markdown with fixed sections, whose code blocks are commands ({@code bash}) or promises ({@code output}). */
public final class PageReader {
    static final String CLEAN_UP = "Clean up";

    private static final List<String> SECTIONS =
            List.of("Question", "Predict", "Run", "Explain", "Break it", "Check yourself", CLEAN_UP);
    private static final Parser PARSER =
            Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

    private final String name;
    private final List<String> sections = new ArrayList<>();
    private final List<Exercise> exercises = new ArrayList<>();
    private String title = "";
    private boolean promiseFits;

    private PageReader(String name) {
        this.name = name;
    }

    /**
     * Reads a page.
     *
     * @param name what messages call it
     * @throws PageInvalid when a section is missing or out of order, or a block is of an unknown kind or in a place where it means nothing
     */
    public static WorkshopPage read(String name, String markdown) {
        PageReader reader = new PageReader(name);
        PARSER.parse(markdown).accept(reader.visitor());
        if (reader.title.isEmpty()) {
            throw new PageInvalid(name, 1, "the page has no title");
        }
        if (!reader.sections.equals(SECTIONS)) {
            throw new PageInvalid(name, 1, "the sections are " + reader.sections + "; a workshop has " + SECTIONS);
        }
        if (reader.exercises.isEmpty()) {
            throw new PageInvalid(name, 1, "nothing is executed");
        }
        return new WorkshopPage(reader.title, reader.exercises);
    }

    private AbstractVisitor visitor() {
        return new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading(heading);
            }

            @Override
            public void visit(FencedCodeBlock block) {
                block(block);
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

    private void block(FencedCodeBlock block) {
        String literal = block.getLiteral().stripTrailing();
        switch (block.getInfo().strip()) {
            case "bash" -> {
                if (literal.isBlank()) {
                    throw new PageInvalid(name, line(block), "an empty block of commands");
                }
                exercises.add(new Exercise(section(block), line(block), literal, Optional.empty()));
                promiseFits = true;
            }
            case "output" -> promise(block, literal);
            default ->
                throw new PageInvalid(
                        name,
                        line(block),
                        "a block of the unknown kind '" + block.getInfo() + "'; there are bash and output");
        }
    }

    private void promise(FencedCodeBlock block, String literal) {
        if (!promiseFits) {
            throw new PageInvalid(name, line(block), "an output block without a bash block of its own before it");
        }
        if (literal.replace("...", "").isBlank()) {
            throw new PageInvalid(name, line(block), "an output block that anything would match");
        }
        Exercise last = exercises.remove(exercises.size() - 1);
        exercises.add(new Exercise(last.section(), last.line(), last.commands(), Optional.of(literal)));
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

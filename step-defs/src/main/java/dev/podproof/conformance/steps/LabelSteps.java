package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Objects.Kind;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import java.util.stream.Stream;

/** Labels of objects, and the selectors that find objects by them. */
public final class LabelSteps {
    private static final String NOBODY = "none";
    /** Of how many a list has at most: no number is none. */
    private static final int WHOLE = 0;

    private final World world;
    private Kind kind = Kind.PODS;

    public LabelSteps(World world) {
        this.world = world;
    }

    @Given("these {kind}:")
    public void make(Kind kind, DataTable table) {
        this.kind = kind;
        table.asMaps()
                .forEach(row -> world.objects().make(world.namespace(), kind, row.get("name"), row.get("labels")));
    }

    @When("label {name} of {name} is changed to {name}")
    public void change(String label, String name, String value) {
        world.objects().label(world.namespace(), kind, name, label, value);
    }

    @Then("these selectors find exactly these of them, read as a whole and in parts of two:")
    public void find(DataTable table) {
        table.asMaps().forEach(row -> {
            String found = row.get("found");
            List<String> expected = found.equals(NOBODY)
                    ? List.of()
                    : Stream.of(found.split(", | and ", -1)).sorted().toList();
            String what = "what the selector '" + row.get("selector") + "' finds";
            for (int part : List.of(WHOLE, 2)) {
                world.comparison()
                        .same(
                                part == WHOLE ? what : what + ", read in parts of " + part,
                                expected,
                                world.objects().find(world.namespace(), kind, row.get("selector"), part));
            }
        });
    }
}

package dev.podproof.report.run;

import dev.podproof.features.Fault;
import dev.podproof.features.Faults;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The deliberate violations that a person wants a reference cluster to have.
 *
 * @param ids in the order in which they were given, each once
 * @param hidden whether nobody is to be told which they are
 */
public record FaultChoice(List<String> ids, boolean hidden) {
    /** What stands for one that chance chooses, and that is found by looking. */
    public static final String GUESS = "?";

    /** A healthy cluster. */
    public static final FaultChoice NONE = new FaultChoice(List.of(), false);

    public FaultChoice {
        ids = List.copyOf(ids);
    }

    /**
     * The fault with that ID.
     *
     * @throws BadInput when there is none
     */
    public static Fault known(String id, Faults catalogue) {
        List<String> all = catalogue.faults().stream().map(Fault::id).toList();
        return catalogue
                .find(id)
                .orElseThrow(() -> new BadInput("There is no fault '" + id + "'" + Nearest.hint(id, all)
                        + " (podproof faults list shows all of them)"));
    }

    private static String guess(List<String> requirements, Faults catalogue, boolean starting, RandomGenerator chance) {
        List<String> possible = catalogue.faults().stream()
                .filter(fault -> starting || fault.takesEffect() != Fault.TakesEffect.FROM_THE_START)
                .filter(fault -> requirements.isEmpty()
                        || fault.violates().stream()
                                .anyMatch(violation -> requirements.contains(violation.requirement())))
                .map(Fault::id)
                .toList();
        if (possible.isEmpty()) {
            throw new BadInput("No fault that can be switched on here violates " + String.join(", ", requirements));
        }
        return possible.get(chance.nextInt(possible.size()));
    }

    /**
     * Reads what was given on the command line.
     *
     * @param starting whether the cluster is about to be started with them
     * @throws BadInput when one is unknown, two exclude each other, or one would do nothing
     */
    public static FaultChoice of(List<String> given, Faults catalogue, boolean starting, RandomGenerator chance) {
        return of(given, List.of(), catalogue, starting, chance);
    }

    /**
     * The same, where chance chooses among fewer.
     *
     * @param requirements of which a fault that chance chooses violates at least one; all faults may be chosen where this is empty
     */
    public static FaultChoice of(
            List<String> given, List<String> requirements, Faults catalogue, boolean starting, RandomGenerator chance) {
        if (given.contains(GUESS)) {
            if (given.size() > 1) {
                throw new BadInput("--fault " + GUESS + " stands for one fault and goes with no other");
            }
            return new FaultChoice(List.of(guess(requirements, catalogue, starting, chance)), true);
        }
        if (!requirements.isEmpty()) {
            throw new BadInput("--requirements is for " + GUESS + ", which stands for a fault that chance chooses");
        }
        List<String> ids = given.stream().distinct().toList();
        for (String id : ids) {
            Fault fault = known(id, catalogue);
            if (!starting && fault.takesEffect() == Fault.TakesEffect.FROM_THE_START) {
                throw new BadInput(
                        "The fault " + id + " cannot be switched on while a cluster runs; podproof up --fault " + id
                                + " starts one with it");
            }
        }
        Optional<List<String>> clash = catalogue.clash(ids);
        clash.ifPresent(two -> {
            throw new BadInput("The faults " + String.join(" and ", two) + " exclude each other; choose one");
        });
        return new FaultChoice(ids, false);
    }
}

package dev.podproof.reference.view;

import java.util.List;
import java.util.function.Function;

/**
 * A way to find objects by something that they bear, without looking at all of them.
 *
 * @param name what this index is called among those of its kind
 * @param values under what an object is found, for as long as it is not changed
 */
public record Index<T>(String name, Function<T, List<String>> values) {}

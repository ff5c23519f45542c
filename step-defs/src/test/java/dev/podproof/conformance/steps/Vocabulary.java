package dev.podproof.conformance.steps;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.cucumber.cucumberexpressions.CaptureGroupTransformer;
import io.cucumber.cucumberexpressions.Expression;
import io.cucumber.cucumberexpressions.ExpressionFactory;
import io.cucumber.cucumberexpressions.ParameterType;
import io.cucumber.cucumberexpressions.ParameterTypeRegistry;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The steps that the glue offers, read from its annotations as Cucumber reads them.
 *
 * @param parameters regular expressions of the words that vary, by name
 */
record Vocabulary(List<Step> steps, Map<String, String> parameters) {
    /** One step: the class that has it, the keyword it is meant for, and what it matches. */
    record Step(String noun, String keyword, Expression expression) {
        boolean matches(String text) {
            return expression.match(text) != null;
        }

        String sentence() {
            return keyword + " " + expression.getSource();
        }
    }

    static Vocabulary ofGlue() {
        List<Method> methods = new ClassFileImporter()
                .importPackagesOf(Hooks.class).stream()
                        .map(each -> each.reflect())
                        .sorted(Comparator.comparing(Class::getName))
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                        .toList();
        Map<String, String> parameters = new TreeMap<>();
        methods.forEach(method -> {
            io.cucumber.java.ParameterType type = method.getAnnotation(io.cucumber.java.ParameterType.class);
            if (type != null) {
                parameters.put(method.getName(), type.value());
            }
        });
        ExpressionFactory expressions = new ExpressionFactory(registry(parameters));
        List<Step> steps = new ArrayList<>();
        for (Method method : methods) {
            sentences(method)
                    .forEach((keyword, sentence) ->
                            steps.add(new Step(noun(method), keyword, expressions.createExpression(sentence))));
        }
        steps.sort(Comparator.comparing(Step::noun)
                .thenComparing(step -> List.of("Given", "When", "Then").indexOf(step.keyword()))
                .thenComparing(step -> step.expression().getSource()));
        return new Vocabulary(steps, parameters);
    }

    private static ParameterTypeRegistry registry(Map<String, String> parameters) {
        ParameterTypeRegistry registry = new ParameterTypeRegistry(Locale.ENGLISH);
        CaptureGroupTransformer<String> whole = groups ->
                String.join(" ", Stream.of(groups).filter(g -> g != null).toList());
        parameters.forEach((name, regexp) ->
                registry.defineParameterType(new ParameterType<>(name, regexp, String.class, whole, false, false)));
        return registry;
    }

    private static Map<String, String> sentences(Method method) {
        Map<String, String> sentences = new TreeMap<>();
        put(sentences, "Given", method.getAnnotation(Given.class), Given::value);
        put(sentences, "When", method.getAnnotation(When.class), When::value);
        put(sentences, "Then", method.getAnnotation(Then.class), Then::value);
        return sentences;
    }

    private static <A extends Annotation> void put(
            Map<String, String> sentences, String keyword, A annotation, Function<A, String> value) {
        if (annotation != null) {
            sentences.put(keyword, value.apply(annotation));
        }
    }

    private static String noun(Method method) {
        return method.getDeclaringClass()
                .getSimpleName()
                .replaceAll("Steps$", "s")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .replaceAll("sss$", "sses")
                .replaceAll("ys$", "ies");
    }
}

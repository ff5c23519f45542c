package dev.podproof.reference.api;

/** Texts that somebody else chose the length of. */
public final class Texts {

    private static final String MORE = "…";

    private Texts() {}

    /** The text, or its beginning and a sign that there was more. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + MORE;
    }
}

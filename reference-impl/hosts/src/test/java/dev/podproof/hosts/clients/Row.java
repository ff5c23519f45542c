package dev.podproof.hosts.clients;

/**
 * A line of docs/clients.md: one command, tried for real.
 *
 * @param command as a user types it, without the names
 * @param proof what has to be seen for it to have worked
 */
record Row(String command, String proof, Attempt attempt) {
    /** Tries the command; fails as tests fail. */
    interface Attempt {
        Outcome run() throws Exception;
    }

    /** What became of it, when it was neither a surprise nor a failure. */
    record Outcome(String words) {
        static final Outcome WORKED = new Outcome("worked");

        /** Kubernetes refuses it too, or has no answer without a part that is not here. */
        static Outcome refused(String why) {
            return new Outcome("refused, as meant: " + why);
        }

        static Outcome notYet(String why) {
            return new Outcome("not yet: " + why);
        }
    }

    /** A command that has to work. */
    static Row works(String command, String proof, Check check) {
        return new Row(command, proof, () -> {
            check.run();
            return Outcome.WORKED;
        });
    }

    /** Commands and assertions about what they did. */
    interface Check {
        void run() throws Exception;
    }

    String markdown(Outcome outcome) {
        return "| `" + command.replace("|", "\\|") + "` | " + proof + " | " + outcome.words() + " |";
    }
}

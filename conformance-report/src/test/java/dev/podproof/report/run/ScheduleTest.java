package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.report.run.Schedule.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private final AtomicBoolean over = new AtomicBoolean();

    private static Job<String> shared(String name, double seconds) {
        return new Job<>(name, Set.of(), seconds);
    }

    private static Job<String> changing(String name, double seconds, Part... parts) {
        return new Job<>(name, Set.of(parts), seconds);
    }

    private Schedule<String> schedule(int atWork, List<Job<String>> jobs) {
        return new Schedule<>(jobs, atWork, over::get);
    }

    private static Job<String> take(Schedule<String> schedule) throws InterruptedException {
        return schedule.take().orElseThrow();
    }

    /** A worker that asks for its next job; whether it has one by now is up to the test. */
    private static CompletableFuture<Optional<Job<String>>> asking(Schedule<String> schedule) {
        CompletableFuture<Optional<Job<String>>> answer = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                answer.complete(schedule.take());
            } catch (InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        worker.setDaemon(true);
        worker.start();
        Awaitility.await().until(() -> answer.isDone() || worker.getState() == Thread.State.WAITING);
        return answer;
    }

    private static String told(CompletableFuture<Optional<Job<String>>> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS).map(Job::work).orElse("nothing");
    }

    @Test
    void theLongestStartsFirst() throws Exception {
        Schedule<String> schedule = schedule(3, List.of(shared("short", 1), shared("long", 9), shared("middle", 5)));

        assertThat(List.of(
                        take(schedule).work(),
                        take(schedule).work(),
                        take(schedule).work()))
                .containsExactly("long", "middle", "short");
        assertThat(schedule.take()).isEmpty();
    }

    @Test
    void noMoreWorkThanMay() throws Exception {
        Schedule<String> schedule = schedule(1, List.of(shared("one", 2), shared("two", 1)));
        Job<String> one = take(schedule);
        CompletableFuture<Optional<Job<String>>> next = asking(schedule);
        assertThat(next).isNotDone();

        schedule.done(one);

        assertThat(told(next)).isEqualTo("two");
    }

    @Test
    void oneThatWaitsMakesRoom() throws Exception {
        Schedule<String> schedule = schedule(1, List.of(shared("one", 3), shared("two", 2), shared("three", 1)));
        take(schedule);
        CompletableFuture<Optional<Job<String>>> next = asking(schedule);
        assertThat(next).isNotDone();

        schedule.paused();

        assertThat(told(next)).isEqualTo("two");
    }

    @Test
    void oneThatGoesOnWaitsForNobodyAndThereIsNoRoomForMoreUntilBothAreThrough() throws Exception {
        Schedule<String> schedule = schedule(1, List.of(shared("one", 3), shared("two", 2), shared("three", 1)));
        Job<String> one = take(schedule);
        schedule.paused();
        Job<String> two = take(schedule);
        schedule.resumed();
        schedule.done(two);
        CompletableFuture<Optional<Job<String>>> next = asking(schedule);
        assertThat(next).isNotDone();

        schedule.done(one);

        assertThat(told(next)).isEqualTo("three");
    }

    @Test
    void whatTakesHostsAwayWaitsForAllOthersInTheClusterAndRunsAloneThere() throws Exception {
        Schedule<String> schedule = schedule(
                4, List.of(changing("stop", 99, Part.HOSTS), changing("cut", 98, Part.HOSTS), shared("pods", 1)));
        Job<String> pods = take(schedule);
        assertThat(pods.work()).isEqualTo("pods");
        CompletableFuture<Optional<Job<String>>> next = asking(schedule);
        assertThat(next).isNotDone();

        schedule.done(pods);
        assertThat(told(next)).isEqualTo("stop");
        CompletableFuture<Optional<Job<String>>> last = asking(schedule);
        assertThat(last).isNotDone();

        schedule.done(next.join().orElseThrow());
        assertThat(told(last)).isEqualTo("cut");
    }

    @Test
    void theListOfHostsChangesWhileHostsAreLostButNotWhileOthersUseItOrChangeIt() throws Exception {
        Schedule<String> schedule = schedule(
                4,
                List.of(
                        shared("pods", 1),
                        changing("cut", 30, Part.HOSTS),
                        changing("entries", 20, Part.HOST_LIST),
                        changing("join", 10, Part.HOSTS, Part.HOST_LIST)));
        Job<String> pods = take(schedule);
        CompletableFuture<Optional<Job<String>>> next = asking(schedule);
        assertThat(next).isNotDone();

        schedule.done(pods);
        Job<String> cut = next.get(10, TimeUnit.SECONDS).orElseThrow();
        Job<String> entries = take(schedule);
        CompletableFuture<Optional<Job<String>>> last = asking(schedule);

        assertThat(List.of(cut.work(), entries.work())).containsExactly("cut", "entries");
        assertThat(last).isNotDone();
        schedule.done(cut);
        assertThat(last).isNotDone();
        schedule.done(entries);
        assertThat(told(last)).isEqualTo("join");
    }

    @Test
    void theBareHostsAreUsedBesideAllOthersButOneAtATime() throws Exception {
        Schedule<String> schedule = schedule(
                4,
                List.of(
                        changing("bridge", 5, Part.BARE_HOSTS),
                        changing("swarm", 6, Part.BARE_HOSTS),
                        changing("stop", 20, Part.HOSTS)));
        List<String> started = new ArrayList<>();
        started.add(take(schedule).work());
        Job<String> swarm = take(schedule);
        started.add(swarm.work());
        CompletableFuture<Optional<Job<String>>> next = asking(schedule);

        assertThat(started).containsExactly("stop", "swarm");
        assertThat(next).isNotDone();
        schedule.done(swarm);
        assertThat(told(next)).isEqualTo("bridge");
    }

    @Test
    void whatTheBareHostsHaveToDoStartsAtOnceWhereItTakesLongerThanWhatTakesHostsAway() throws Exception {
        Schedule<String> schedule = schedule(
                3,
                List.of(
                        changing("bridge", 10, Part.BARE_HOSTS),
                        changing("stop", 5, Part.HOSTS),
                        shared("long", 30),
                        shared("short", 20)));

        assertThat(List.of(
                        take(schedule).work(),
                        take(schedule).work(),
                        take(schedule).work()))
                .containsExactly("bridge", "long", "short");
    }

    @Test
    void whenAllIsOverNothingStartsAndNobodyWaits() throws Exception {
        Schedule<String> schedule = schedule(1, List.of(shared("one", 2), shared("two", 1)));
        Job<String> one = take(schedule);
        CompletableFuture<Optional<Job<String>>> next = asking(schedule);

        over.set(true);
        schedule.done(one);

        assertThat(told(next)).isEqualTo("nothing");
    }
}

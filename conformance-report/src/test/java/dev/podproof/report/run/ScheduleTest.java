package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.report.run.Schedule.Job;
import dev.podproof.report.run.Schedule.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private final AtomicBoolean over = new AtomicBoolean();

    private static Job<String> shared(String name, double seconds) {
        return new Job<>(name, Room.SHARED, seconds);
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
                4, List.of(new Job<>("stop", Room.CLUSTER, 99), new Job<>("cut", Room.CLUSTER, 98), shared("pods", 1)));
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
    void theBareHostsAreUsedBesideAllOthersButOneAtATime() throws Exception {
        Schedule<String> schedule = schedule(
                4,
                List.of(
                        new Job<>("bridge", Room.BARE_HOSTS, 5),
                        new Job<>("swarm", Room.BARE_HOSTS, 6),
                        new Job<>("stop", Room.CLUSTER, 20)));
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
                        new Job<>("bridge", Room.BARE_HOSTS, 10),
                        new Job<>("stop", Room.CLUSTER, 5),
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

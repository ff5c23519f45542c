package dev.podproof.report.run.glue;

import dev.podproof.conformance.NotMet;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the demonstration features mean; made by Cucumber. */
public final class DemoSteps {
    /** Lets a test hold a scenario in its middle. */
    public static volatile CountDownLatch reached = new CountDownLatch(1);

    public static volatile CountDownLatch released = new CountDownLatch(1);

    private Scenario scenario;

    @Before
    public void remember(Scenario current) {
        scenario = current;
    }

    @Given("a thing")
    public void aThing() {
        scenario.log("there it is");
    }

    @Given("a thing that takes as long as it is held")
    public void held() throws InterruptedException {
        reached.countDown();
        if (!released.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody let go");
        }
    }

    @Then("it is as expected")
    public void asExpected() {
        scenario.attach(
                "{\"what\":\"it\",\"expected\":\"a\",\"observed\":\"a\",\"met\":true}",
                "application/vnd.podproof.observation+json",
                "observation");
    }

    @Then("it is {word} and should be {word}")
    public void comparison(String observed, String expected) {
        if (!observed.equals(expected)) {
            throw new NotMet("expected " + expected + ", observed " + observed);
        }
    }
}

@bare-hosts
Feature: Docker's links
  A link tells one container where another one is when it starts, by variables and by a name.
  It ends at the host, and what it told is not told again.

  @DKR-05
  Rule: A link names a neighbour on one host, and cannot name a container of another host

    Scenario: The same link on the neighbour's host and on another one
      Given a container db on the first bare host that listens on port 8080
      When a container web on the first bare host is asked for with a link to container db as database
      And a container far on the second bare host is asked for with a link to container db as database
      Then container web finds container db on port 8080 by the variables of link database
      And container web finds container db on port 8080 by the name of link database
      And container far is refused by its Docker Engine, which knows no container db

  @DKR-08
  Rule: After the linked container is made anew, the variables of its neighbour are stale

    Scenario: A container is made anew while a third one takes its address
      Given a container db on the first bare host that listens on port 8080
      And a container web on the first bare host is asked for with a link to container db as database
      When container db is removed, container squatter takes its address on port 8080, and container db is made anew
      And a container late on the first bare host is asked for with a link to container db as database
      Then the variables of link database in container web lead container late to container squatter on port 8080
      And container late finds container db on port 8080 by the variables of link database

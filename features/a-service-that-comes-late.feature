Feature: A service that comes late
  Variables are given to a container when it starts, so services have to be there first: a trap for whoever makes them in another order.
  Names have no such order: a service that is made later is found by the same pod.

  @ENV-04
  Rule: The variables are fixed when the container starts

    Scenario: A service that is made later is not in the environment, and one that is deleted later stays
      Given a service early on port 80
      And service early is at least 5 s old
      And a pod client
      When service late is made on port 80, and service early is deleted
      Then the environment of a pod made 5 s after that holds the variables of late, and none of early
      And neither the environment of pod client nor that of a command run in it now holds LATE_SERVICE_HOST or LATE_SERVICE_PORT
      And the environment of pod client holds the address and port of service early as EARLY_SERVICE_HOST and EARLY_SERVICE_PORT

  @DNS-02
  Rule: A service made while a pod runs is found there by its name

    Scenario: A service that is made later is found by the same pod, with no restart
      Given a pod backend that listens on port 8080
      And a pod client, which is given nothing for late
      When service late is made on port 80 for the pod backend, which listens on port 8080
      Then within 60 s pod client is given the address of service late by its short name
      And pod client reaches backend at that name
      And no container of pod client was started again

    Scenario: A service that is made again at another address is found there
      Given a service old on port 80
      And a standing client on each of up to three hosts
      And every pod is given the address of service old
      When service old is deleted, and service next is made on port 80 at its address
      And service old is made again on port 80
      Then within 60 s every pod is given the address of service old, and no other

Feature: No links
  In Docker a container is linked to another one to find it.
  Pods find each other through services, and nothing ties the container of one to the container of another.

  @DSC-01
  Rule: No Docker link is used

    Scenario: A pod reaches another through a service, and no container on any host is linked
      Given a service web on port 80 for the pod backend, which listens on port 8080
      And a pod client that reaches backend through service web
      When the Docker Engine of every host is asked for its containers
      Then the containers of pods client and backend are among them
      And none of them is linked to another

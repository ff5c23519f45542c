Feature: Placement
  Pods are placed on hosts by what they ask for and by what the hosts have to give.
  A pod that no host can take waits, and says why.

  @SCH-01
  Rule: What the pods of a host request is never more than it can allocate

    Scenario Outline: Two pods that each request most of a host's free <resource> are not both placed there
      Given a pod first, sent to the first host, which requests 60 % of the <resource> that is free there
      When a pod second, sent there too, requests as much
      Then pod second stays Pending, and an event says why
      And the pods on the first host request no more <resource> than it can allocate
      And pod second runs there once pod first is gone

      Examples:
        | resource |
        | cpu      |
        | memory   |

  @SCH-03
  Rule: A pod with a node selector runs only on a host with those labels

    Scenario: Pods go to the host that has the label they ask for, and wait for one that nobody has
      Given a label that the second host alone has
      When pods one, two and three ask for a host with that label, and pod lost for one with a label that no host has
      Then pods one, two and three run on the second host
      And pod lost stays Pending, and an event says why
      And pod lost runs on the first host once that has its label

  @SCH-04
  Rule: Replicas are spread over the hosts that can take them

    Scenario: The pods of a replication controller
      Given a replication controller web that keeps 0 pods
      When web is told to keep two pods for each of up to three hosts
      Then they run on as many hosts as that

    Scenario: The pods of a service
      Given a service web on port 80 for pods that listen on port 8080
      When two pods for each of up to three hosts are made for service web
      Then they run on as many hosts as that

  @SCH-05
  Rule: Two pods that ask for the same port of their host are never on one host

    Scenario: A pod waits for a port that is taken, and others are not in its way
      Given a pod one on some host that asks for port 38081 of its host over TCP
      When these pods ask for a port of the same host:
        | name  | port  | protocol |
        | two   | 38081 | TCP      |
        | three | 38081 | UDP      |
        | four  | 38082 | TCP      |
      Then pods three and four run on the host of pod one
      And pod two stays Pending, and an event says why
      And a pod five that asks for port 38081 over TCP of any host runs on another

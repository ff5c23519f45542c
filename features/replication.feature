Feature: Replication
  Somebody declares how many pods of a kind are to run, and a replication controller sees to it.
  It compares what is declared with what is there, again and again, whoever made the difference.

  @RC-01
  Rule: The declared number of matching pods is kept running

    Scenario: Pods that are missing are made, at first and later
      Given pods half and other-half, each with one of the two labels by which web will know its own, and a pod far with both in another namespace
      And pods brief and rash, which match web and are not started again when they end
      When a replication controller web is made that keeps 4 pods
      Then web comes to 4 running pods of its own, and for 3 s no other pod matches it
      When pod brief ends with code 0, pod rash with code 1, and 2 pods that web has made are deleted
      Then web comes to 4 running pods of its own, and for 3 s no other pod matches it
      And pods half and other-half run as before

    Scenario: Pods that are too many are removed
      Given pods half and other-half, each with one of the two labels by which web will know its own
      And a replication controller web that keeps 2 pods
      When 2 more pods are made that match web
      Then web comes to 2 running pods of its own, and for 3 s no other pod matches it
      And pods half and other-half run as before

  @RC-02
  Rule: Changing the declared number scales the set, and status reports what is there

    Scenario Outline: Scaled from <before> to <after>
      Given a replication controller web that keeps <before> pods
      When web is told to keep <after> pods
      Then in the answer its status reports <before> pods, which it has seen so far
      And web comes to <after> running pods of its own, and for 3 s no other pod matches it
      And the status of web reports <after> pods

      Examples:
        | before | after |
        | 0      | 2     |
        | 1      | 4     |
        | 3      | 1     |
        | 2      | 0     |

    Scenario: Told otherwise before it has come to rest
      Given a replication controller web that keeps 1 pod
      When web is told to keep 5 pods, and at once to keep 2
      Then web comes to 2 running pods of its own, and for 3 s no other pod matches it
      And the status of web reports 2 pods

  @RC-03
  Rule: A pod that is deleted is replaced by a new one

    Scenario: The new pods have names and addresses of their own, however the old ones went
      Given a replication controller web that keeps 2 pods
      When a pod of web is deleted, and another one without a grace period
      Then web comes to 2 running pods of its own, and for 3 s no other pod matches it
      And both have new names, and addresses that no other running pod has

  @RC-04
  Rule: Relabelling a pod takes it out of a set, or into one

    Scenario: A pod relabelled out of the selector is released, and runs on
      Given a replication controller web that keeps 2 pods
      When a pod of web is relabelled so that it matches no longer, and another one has all its labels taken away
      Then web comes to 2 running pods of its own, and for 3 s no other pod matches it
      And both relabelled pods run as before and have no controller

    Scenario: A pod relabelled into the selector is adopted, and counted
      Given a replication controller web that keeps 2 pods
      And a pod loose that takes 5 s to end
      When pod loose is relabelled so that it matches web
      Then pod loose names web as its controller
      And web comes to 2 running pods of its own, and for 3 s no other pod matches it

  @RC-05
  Rule: The pods of a host that is lost are run elsewhere

    @disruptive
    Scenario Outline: A host with a pod of the set <is lost>, and comes back
      Given a replication controller web that keeps 2 pods, which are given up after <seconds> s on a lost host
      When the host of a pod of web <is lost>
      Then in time web comes to 2 running pods on the hosts that are left
      And once the host is back no more than 2 pods match web, and for 3 s no other container of before runs there

      Examples:
        | is lost    | seconds |
        | is stopped | 0       |
        | is cut off | 1       |

Feature: Host directories
  A pod may mount a directory or a file of the host that it runs on.
  It is the host's own: there before the pod and after it, and another host's is another one.

  @VOL-05
  Rule: A host directory volume shows the host's own file or directory, and what is written there outlives the pod

    Scenario: A pod finds, as a directory and as a file, what an earlier pod left on the host, and what the host has itself
      Given a pod early with the container first, which mounts the directory /tmp of the first host, and one below it that is not there yet
      When every container leaves a mark in its host's directory
      And pod early is deleted
      And a pod late with the container second, which mounts the directory /tmp of the first host
      Then container second of pod late finds the mark of first alone, there and in the directory that was made
      And where hosts can be looked at, the mark of first is below /tmp on the host of pod late
      And a pod latest on the first host, which mounts the mark of first below /tmp as the file /mark, reads "first" there, and pod late reads what it writes

  @VOL-06
  Rule: A host directory is one host's

    Scenario: Pods on one host share its directory, and a pod on another host sees another one
      Given a pod left with the container one, which mounts the directory /tmp of the first host
      And in another namespace a pod right with the container two, which mounts the directory /tmp of the host of pod left
      And a pod far with the container three, which mounts the directory /tmp of another host than that of pod left
      When every container leaves a mark in its host's directory
      Then container one of pod left finds the mark of one and two alone
      And container two of pod right finds the mark of one and two alone
      And container three of pod far finds the mark of three alone

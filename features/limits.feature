Feature: Limits
  A container may be limited in what it takes of its host.
  The host holds it to that, so that its neighbours get what they were promised.

  @SCH-02
  Rule: A container's resource limits are enforced on the host

    Scenario: Main processes that go beyond their memory limits are ended, and those that stay within go on
      When these pods are made, each of whose containers fills 64 MiB of memory:
        | pod   | allowed to one | allowed to two |
        | left  | 32Mi           | 256Mi          |
        | right | 256Mi          | 32Mi           |
      Then container one of pod left is ended and reported as OOMKilled, and again when it is started again
      And container two of pod left fills it and goes on
      And container two of pod right is ended and reported as OOMKilled, and again when it is started again
      And container one of pod right fills it and goes on

    Scenario: Main processes that could keep a processor busy stay at their limits
      Given a pod limited whose containers brisk and slow each keep a processor busy, of which 600m and 100m are allowed
      And a pod free whose main process keeps a processor busy, with no limit
      Then container slow of pod limited uses no more than 0.1 of a processor over a while, and some
      And container brisk of pod limited uses no more than 0.6 of a processor over a while, and some
      And where the kernel tells, it holds container brisk of pod limited to 0.6 of a processor
      And where the kernel tells, it holds container slow of pod limited to 0.1 of a processor
      And pod free uses more than 0.1 of a processor

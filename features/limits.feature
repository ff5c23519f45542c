Feature: Limits
  A container may be limited in what it takes of its host.
  The host holds it to that, so that its neighbours get what they were promised.

  @SCH-02
  Rule: A container's resource limits are enforced on the host

    Scenario: A main process that goes beyond its memory limit is ended, and one that stays within goes on
      When the main process of pod greedy fills 64 MiB of memory, of which 32Mi are allowed
      And the main process of pod modest fills 64 MiB of memory, of which 256Mi are allowed
      Then pod greedy is ended and reported as OOMKilled
      And pod modest fills it and goes on

    Scenario: A main process that could keep a processor busy stays at its limit
      Given a pod limited whose main process keeps a processor busy, of which 100m are allowed
      And a pod free whose main process keeps a processor busy, with no limit
      Then pod limited uses no more than 0.1 of a processor over a while, and some
      And pod free uses more than 0.1 of a processor

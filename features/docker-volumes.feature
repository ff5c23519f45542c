@bare-hosts
Feature: Docker's data volumes
  Docker keeps a data volume where it likes, unless the user names a directory of the host.
  Containers share the volumes of another one, which need not even run, on its host alone.

  @DKR-06
  Rule: A data volume is in a place that Docker chooses, or in the directory that the user names

    Scenario: Two containers leave a line below the same path, one on a volume and one in a directory of the host
      Given a container choosing on the first bare host with a data volume at /data
      And a container naming on the first bare host with the host's directory at /data
      When containers choosing and naming each leave a line below /data
      Then Docker shows the volume of container choosing below its own directory, and the host finds its line there
      And Docker shows the directory that was named for container naming, and the host finds its line there

  @DKR-07
  Rule: Data volume containers share their volumes with others of their host, running or not

    Scenario Outline: The volumes of a container that <state>
      Given a data volume container holder at /data on the first bare host that <state>
      And containers writer and reader on the first bare host with the volumes of container holder
      When container writer leaves a line below /data
      Then container reader finds that line, and container holder does not run
      And on the second bare host nobody can have the volumes of container holder, since there is no such container

      Examples:
        | state             |
        | was never started |
        | has stopped       |

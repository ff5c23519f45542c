Feature: No data volume containers
  In Docker a container may take over the volumes of another one, which may be passive and exist for nothing else.
  Pods have no such thing: data is shared through the volumes of a pod, and a container sees those that it mounts and no others.

  @VOL-09
  Rule: A data volume container is no volume type

    Scenario: A container that asks for the volumes of its neighbour sees nothing of them
      When the API is asked for a pod family:
        """yaml
        containers:
        - {name: data, volumeMounts: [{name: treasure, mountPath: /treasure}]}
        - {name: sharer, volumeMounts: [{name: treasure, mountPath: /shared}]}
        - {name: taker, volumesFrom: [{name: data}]}
        volumes:
        - {name: treasure, emptyDir: {}}
        """
      Then pod family is refused, or stored without volumesFrom
      And what container data of pod family keeps in /treasure is found by its container sharer and not by its container taker

    Scenario: A volume that names another pod's container as its source holds nothing of it
      Given a pod holder on the first host:
        """yaml
        containers:
        - {name: data, volumeMounts: [{name: treasure, mountPath: /treasure}]}
        - {name: sharer, volumeMounts: [{name: treasure, mountPath: /shared}]}
        volumes:
        - {name: treasure, emptyDir: {}}
        """
      When the API is asked for a pod taker on the first host:
        """yaml
        containers:
        - {name: main, volumeMounts: [{name: borrowed, mountPath: /treasure}]}
        volumes:
        - {name: borrowed, dataVolumeContainer: {pod: holder, container: data}}
        """
      Then pod taker is refused, or stored without dataVolumeContainer
      And what container data of pod holder keeps in /treasure is found by its container sharer and by no container of pod taker

  @VOL-12
  Rule: With strict field validation a pod that wants a data volume container is refused by name

    Scenario Outline: A pod that asks for <what> is refused, and the same pod without it is not
      When the API is asked, with strict field validation, for a pod taker:
        """yaml
        containers: [{name: main, volumeMounts: [{name: scratch, mountPath: /scratch}]<of a container>}]
        volumes: [{name: scratch, emptyDir: {}}<of a pod>]
        """
      And the API is asked, with strict field validation, for a pod plain:
        """yaml
        containers: [{name: main, volumeMounts: [{name: scratch, mountPath: /scratch}]}]
        volumes: [{name: scratch, emptyDir: {}}]
        """
      Then pod taker is refused with a word on <field>
      And nothing of pod taker is stored
      And pod plain is accepted and runs

      Examples:
        | what                               | field               | of a container               | of a pod                                                     |
        | the volumes of another container   | volumesFrom         | , volumesFrom: [{name: main}] |                                                              |
        | a data volume container as a volume | dataVolumeContainer |                              | , {name: taken, dataVolumeContainer: {pod: other, container: main}} |

  @VOL-10
  Rule: No container takes its volumes from another, and no passive data container is made

    Scenario: On hosts where pods share data, and one asks for the volumes of another container, nobody has them
      Given the API is asked for a pod taker on the first host:
        """yaml
        containers: [{name: main, volumesFrom: [{name: one}]}]
        """
      And a pod sharing on the first host:
        """yaml
        containers:
        - {name: one, volumeMounts: [{name: shared, mountPath: /data}]}
        - {name: two, volumeMounts: [{name: shared, mountPath: /data}]}
        volumes: [{name: shared, emptyDir: {}}]
        """
      When the Docker Engine of every host is asked for its containers
      Then the containers of pod sharing are among them
      And none of them takes its volumes from another
      And none of them is passive and holds a volume of Docker's own
      And what container one of pod sharing has at /data is mounted by none but one and two of that pod, running or not

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

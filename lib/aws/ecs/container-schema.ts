/** What of a container definition and of a volume is handled. */
import type { JsonObject } from '../../json.ts';
import { dictionary, flag, integer, list, structure, text, word } from '../schema.ts';

const keyValue = structure({ Name: text({ minLength: 1 }), Value: text() }, 'Name');

/** A list of container definitions, as `AWS::ECS::TaskDefinition` takes it. */
export const containerDefinitions: JsonObject = list(
  structure(
    {
      Name: text({ minLength: 1, maxLength: 255 }),
      Image: text({ minLength: 1 }),
      EntryPoint: list(text()),
      Command: list(text()),
      Environment: list(keyValue),
      Secrets: list(structure({ Name: text({ minLength: 1 }), ValueFrom: text() }, 'Name', 'ValueFrom')),
      PortMappings: list(
        structure({
          ContainerPort: integer(1, 65_535),
          HostPort: integer(0, 65_535),
          Protocol: word('tcp', 'udp'),
          Name: text(),
        }),
      ),
      LogConfiguration: structure({ LogDriver: text(), Options: dictionary(text()) }, 'LogDriver'),
      Essential: flag,
      Cpu: integer(0),
      Memory: integer(4),
      MemoryReservation: integer(4),
      HealthCheck: structure(
        {
          Command: list(text()),
          Interval: integer(5, 300),
          Timeout: integer(2, 60),
          Retries: integer(1, 10),
          StartPeriod: integer(0, 300),
        },
        'Command',
      ),
      DependsOn: list(
        structure(
          { ContainerName: text(), Condition: word('START', 'COMPLETE', 'SUCCESS', 'HEALTHY') },
          'ContainerName',
          'Condition',
        ),
      ),
      MountPoints: list(structure({ ContainerPath: text(), SourceVolume: text(), ReadOnly: flag })),
      User: text(),
      WorkingDirectory: text(),
      ReadonlyRootFilesystem: flag,
      LinuxParameters: structure({
        Capabilities: structure({ Add: list(text()), Drop: list(text()) }),
        InitProcessEnabled: flag,
      }),
      StartTimeout: integer(2, 120),
      StopTimeout: integer(0, 120),
      RepositoryCredentials: structure({ CredentialsParameter: text() }),
      DockerLabels: dictionary(text()),
    },
    'Name',
    'Image',
  ),
);

/** Volumes of a task: scratch space, or EFS. */
export const volumes: JsonObject = list(
  structure({
    Name: text({ minLength: 1 }),
    EFSVolumeConfiguration: structure(
      {
        FilesystemId: text({ minLength: 1 }),
        RootDirectory: text(),
        TransitEncryption: word('ENABLED', 'DISABLED'),
        TransitEncryptionPort: integer(1, 65_535),
        AuthorizationConfig: structure({ AccessPointId: text(), IAM: word('ENABLED', 'DISABLED') }),
      },
      'FilesystemId',
    ),
  }),
);

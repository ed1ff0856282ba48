/** The containers of a task as ECS wants them. */
import type { JsonObject } from '../../../json.ts';

/** `prefix` begins the names of its streams. */
export const logsOf = (prefix: string): JsonObject => ({
  LogDriver: 'awslogs',
  Options: {
    'awslogs-group': '${resources.logs.LogGroupName}',
    'awslogs-region': '${context.region}',
    'awslogs-stream-prefix': prefix,
  },
});

/** One container `c`. */
export const containerDefinition: JsonObject = {
  Name: '${c.name}',
  Image: '${c.image}',
  EntryPoint: '${c.?command}',
  // An emulator that knows no entry points has the image's run it, which most images' do.
  Command: {
    $if: 'has(c.args) || (has(c.command) && "entryPoint" in ignored)',
    $value: '${("entryPoint" in ignored ? c.?command.orValue([]) : []) + c.?args.orValue([])}',
  },
  WorkingDirectory: '${c.?workingDir}',
  User: '${c.?user}',
  ReadonlyRootFilesystem: '${c.?readOnlyRootFilesystem}',
  StopTimeout: '${c.?stopTimeout}',
  // What it has for itself when the task is busy; alone it may take all of the task.
  Cpu: { $if: 'has(c.cpu)', $value: '${quantity.cpu(c.cpu)}' },
  MemoryReservation: { $if: 'has(c.memory)', $value: '${quantity.memory(c.memory)}' },
  Memory: {
    $if: 'has(c.memoryLimit)',
    $value: {
      $if: 'quantity.memory(c.memoryLimit) <= int(size.memory)',
      $value: '${quantity.memory(c.memoryLimit)}',
    },
  },
  Environment: [{ $for: 'e in c.?env.orValue([])', $if: 'has(e.value)', Name: '${e.name}', Value: '${e.value}' }],
  Secrets: [
    {
      $for: 'e in c.?env.orValue([])',
      $if: 'has(e.valueFrom) && has(e.valueFrom.secretKeyRef)',
      Name: '${e.name}',
      ValueFrom: '${secretArn}${e.valueFrom.secretKeyRef.name}:${e.valueFrom.secretKeyRef.key}::',
    },
    {
      $for: 'e in c.?env.orValue([])',
      $if: 'has(e.valueFrom) && has(e.valueFrom.configMapKeyRef)',
      Name: '${e.name}',
      ValueFrom: '${parameterArn}${e.valueFrom.configMapKeyRef.name}/${e.valueFrom.configMapKeyRef.key}',
    },
  ],
  RepositoryCredentials: {
    $if: 'has(c.imagePullSecret)',
    CredentialsParameter: '${secretArn}${c.imagePullSecret}',
  },
  PortMappings: [
    {
      $for: 'p in c.?ports.orValue([])',
      ContainerPort: '${p.?containerPort.orValue(p.port)}',
      Protocol: '${p.?protocol.orValue("TCP") == "UDP" ? "udp" : "tcp"}',
      Name: '${p.?name}',
    },
  ],
  MountPoints: [
    {
      $for: 'm in c.?volumeMounts.orValue([])',
      ContainerPath: '${m.mountPath}',
      SourceVolume: '${m.name}',
      ReadOnly: '${m.?readOnly.orValue(false)}',
    },
  ],
  LinuxParameters: {
    $if: 'has(c.capabilities)',
    Capabilities: { Add: '${c.capabilities.?add}', Drop: '${c.capabilities.?drop}' },
  },
  LogConfiguration: logsOf('${c.name}'),
};

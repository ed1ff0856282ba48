/** The component `webserver` of KubeVela's examples: a webservice on port 80. */
import type { JsonObject } from '../../../json.ts';
import { containerComponent } from '../parts/component.ts';
import { hostName, portNumber } from '../parts/ports.ts';

export const webserver: JsonObject = containerComponent(
  'webserver',
  'A long-running service that listens on one port',
  {
    parameters: { port: { ...portNumber, default: 80, description: 'Port it listens on, and others use' } },
    workload: { run: 'service', replicas: 1 },
    container: { ports: [{ port: '${parameter.port}', expose: true }] },
    link: {
      HOST: hostName,
      PORT: '${string(parameter.port)}',
      URL: `http://${hostName}:\${string(parameter.port)}`,
    },
  },
);

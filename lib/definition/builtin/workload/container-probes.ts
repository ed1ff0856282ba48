/** Probes: a command runs in the container itself; for HTTP and TCP, which ECS does not know, a small container beside it asks. */
import type { JsonObject } from '../../../json.ts';
import { logsOf } from './container-definition.ts';

/** A container is given so long to start, by the probe of its start or by the delay before the first one. */
const startup =
  '(has(c.startupProbe) ? c.startupProbe.?initialDelaySeconds.orValue(0) + c.startupProbe.?periodSeconds.orValue(10) * c.startupProbe.?failureThreshold.orValue(3) : 0)';

/** Both ask the same. */
const alike =
  'c.livenessProbe.?exec.orValue({}) == c.readinessProbe.?exec.orValue({}) && c.livenessProbe.?httpGet.orValue({}) == c.readinessProbe.?httpGet.orValue({}) && c.livenessProbe.?tcpSocket.orValue({}) == c.readinessProbe.?tcpSocket.orValue({})';

/** ECS acts on the health of services' tasks only. */
export const probeLets: readonly JsonObject[] = [
  {
    probed:
      '${run == "service" ? workload.containers.filter(c, has(c.livenessProbe) || has(c.readinessProbe) || has(c.startupProbe)) : []}',
  },
  {
    checks: [
      {
        $for: 'c in probed',
        $if: 'has(c.livenessProbe)',
        of: '${c.name}',
        kind: 'liveness',
        probe: '${c.livenessProbe}',
        start: `\${c.livenessProbe.?initialDelaySeconds.orValue(0) + ${startup}}`,
      },
      {
        $for: 'c in probed',
        $if: `has(c.readinessProbe) && !(has(c.livenessProbe) && ${alike})`,
        of: '${c.name}',
        kind: 'readiness',
        probe: '${c.readinessProbe}',
        start: `\${c.readinessProbe.?initialDelaySeconds.orValue(0) + ${startup}}`,
      },
      {
        $for: 'c in probed',
        $if: '!has(c.livenessProbe) && !has(c.readinessProbe)',
        of: '${c.name}',
        kind: 'startup',
        probe: '${c.startupProbe}',
        start: `\${${startup}}`,
      },
    ],
  },
  { inside: '${checks.filter(k, has(k.probe.exec))}' },
  { beside: '${checks.filter(k, !has(k.probe.exec))}' },
];

const healthCheck = (k: string): JsonObject => ({
  Command: `\${ecs.probe(${k}.probe)}`,
  Interval: `\${clamp(${k}.probe.?periodSeconds.orValue(10), 5, 300)}`,
  Timeout: `\${clamp(${k}.probe.?timeoutSeconds.orValue(1), 2, 60)}`,
  Retries: `\${clamp(${k}.probe.?failureThreshold.orValue(3), 1, 10)}`,
  StartPeriod: `\${clamp(${k}.start, 0, 300)}`,
});

/** Of the container `c` itself. */
export const ownHealthCheck: JsonObject = {
  $if: 'size(inside) > 0',
  $value: { $if: 'inside.exists(k, k.of == c.name)', ...healthCheck('inside.filter(k, k.of == c.name)[0]') },
};

/** Essential, since ECS takes no notice of the health of others: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html */
export const probeContainer: JsonObject = {
  $for: 'k in beside',
  Name: '${k.of}-${k.kind}',
  Image: '${environment.probeImage}',
  Command: ['sleep', '2147483647'],
  Essential: true,
  // It has nothing to finish, and a sleep does not hear SIGTERM.
  StopTimeout: 2,
  HealthCheck: healthCheck('k'),
  LogConfiguration: logsOf('${k.of}-${k.kind}'),
};

/** Whether the probe of `k` says a number that AWS does not take. */
const outside = (field: string, least: number, most: number): string =>
  `(has(k.probe.${field}) && clamp(k.probe.${field}, ${least}, ${most}) != k.probe.${field})`;

/** What AWS does otherwise. */
export const probeValidations: readonly JsonObject[] = [
  {
    if: 'size(probed) > 0 && probed.exists(c, has(c.readinessProbe))',
    severity: 'warning',
    code: 'Adapted',
    message: 'AWS knows one health of a task: one whose readinessProbe fails is replaced, not only left out',
  },
  {
    if: `checks.exists(k, ${outside('periodSeconds', 5, 300)} || ${outside('timeoutSeconds', 2, 60)} || ${outside('failureThreshold', 1, 10)} || k.start > 300)`,
    severity: 'warning',
    code: 'Adapted',
    message:
      'AWS checks health every 5 to 300 seconds, waits 2 to 60, tries 1 to 10 times and gives at most 300 seconds to start: a probe that asks for more or less gets the nearest of these',
  },
  {
    if: 'checks.exists(k, k.probe.?successThreshold.orValue(1) > 1)',
    severity: 'warning',
    code: 'Adapted',
    message: 'successThreshold is always 1 on AWS: one success makes a container healthy',
  },
  {
    if: 'size(inside) > 1 && inside.exists(k, inside.filter(o, o.of == k.of).size() > 1)',
    severity: 'warning',
    code: 'Adapted',
    message: 'ECS runs one command as the health check of a container: the first of its exec probes is used',
    hint: 'httpGet and tcpSocket have no such limit',
  },
  {
    if: 'run != "service" && workload.containers.exists(c, has(c.livenessProbe) || has(c.readinessProbe) || has(c.startupProbe))',
    severity: 'warning',
    code: 'Adapted',
    message: 'AWS acts on the health of services only: probes of work that ends are not performed',
  },
];

/** Probes as commands: no shell, and what Kubernetes would ask. */
import { expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { probeCommand } from '../../lib/template/probe.ts';

it.each<[Json, string]>([
  [{ exec: { command: ['cat', '/tmp/a b'] } }, 'CMD|cat|/tmp/a b'],
  [{ tcpSocket: { port: 5432 } }, 'CMD|nc|-z|-w|1|localhost|5432'],
  [{ httpGet: { path: '/', port: 80 } }, 'CMD|wget|-q|-T|1|-O|/dev/null|http://localhost:80/'],
  [
    {
      httpGet: {
        path: 'up?a=1;rm',
        port: 8443,
        scheme: 'HTTPS',
        host: 'x.local',
        httpHeaders: [{ name: 'A', value: 'b c' }],
      },
      timeoutSeconds: 7,
    },
    'CMD|wget|-q|-T|7|-O|/dev/null|--header|A: b c|https://x.local:8443/up?a=1;rm',
  ],
])('%j', (probe, command) => {
  expect(probeCommand(probe).join('|')).toBe(command);
});

it('refuses what is none', () => {
  expect(() => probeCommand({ grpc: { port: 1 } })).toThrow(/exec, httpGet or tcpSocket/);
});

/** Probes as Kubernetes has them, as the commands of ECS health checks. */
import { OamError } from '../errors.ts';
import { isList, isObject } from '../json.ts';

/**
 * `exec` is taken as it is. `httpGet` and `tcpSocket` become a wget or nc of busybox, without a shell: what stands in a path is never run.
 * As with kubelet, a status from 200 to 399 is healthy and certificates are not checked.
 */
export function probeCommand(probe: unknown): readonly string[] {
  if (isObject(probe)) {
    const { exec, httpGet, tcpSocket, timeoutSeconds } = probe;
    const seconds = String(timeoutSeconds ?? 1);
    if (isObject(exec) && isList(exec.command)) return ['CMD', ...exec.command.map(String)];
    if (isObject(httpGet))
      return ['CMD', 'wget', '-q', '-T', seconds, '-O', '/dev/null', ...headersOf(httpGet), urlOf(httpGet)];
    if (isObject(tcpSocket)) return ['CMD', 'nc', '-z', '-w', seconds, 'localhost', String(tcpSocket.port)];
  }
  throw new OamError('Invalid', 'ecs.probe takes a probe with exec, httpGet or tcpSocket');
}

function headersOf(httpGet: Readonly<Record<string, unknown>>): readonly string[] {
  const headers = isList(httpGet.httpHeaders) ? httpGet.httpHeaders : [];
  return headers.flatMap(header =>
    isObject(header) ? ['--header', `${String(header.name)}: ${String(header.value)}`] : [],
  );
}

function urlOf({ scheme, host, port, path }: Readonly<Record<string, unknown>>): string {
  const text = String(path ?? '');
  return `${String(scheme ?? 'HTTP').toLowerCase()}://${String(host ?? 'localhost')}:${String(port)}${text.startsWith('/') ? '' : '/'}${text}`;
}

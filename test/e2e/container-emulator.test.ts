/** A container calls AWS: where it runs locally that is the emulator, which listens on this machine's loopback only. It goes with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askEngine, findContainerEngine } from '../../lib/local/containers.ts';
import { application, down, eventually, up } from './harness/applications.ts';
import { needsEngine } from './harness/engine.ts';
import { buildImage } from './harness/images.ts';
import { type Installation, startInstallation } from './harness/installation.ts';

const engine = await needsEngine();
const image = 'localhost/lateen-e2e/caller:1';

/** A static busybox resolves no names (it would need libraries), so the address is read where it is written. */
const init = `trap "exit 0" TERM
b=/bin/busybox
$b mkdir -p /www
address=$($b awk '$1 ~ /^[0-9]/ && $2 == "host.docker.internal" { print $1 }' /etc/hosts)
port=\${AWS_ENDPOINT_URL##*:}
until [ -s /www/index.html ]; do
  ($b printf 'GET /_ministack/health HTTP/1.0\\r\\n\\r\\n'; $b sleep 1) | $b nc $address $port > /www/index.html
done
$b httpd -f -p 8080 -h /www & wait
`;

describe.skipIf(engine.missing !== '')(`containers that call AWS${engine.missing}`, () => {
  let lateen: Installation;
  beforeAll(async () => {
    lateen = await startInstallation();
    if (!('host' in lateen.engine)) throw new Error(lateen.engine.missing);
    await buildImage(lateen.engine.host, [image], init);
  });
  afterAll(() => lateen?.stop());

  it('are answered by the emulator', async () => {
    const { body } = await up(
      lateen,
      application('caller', {
        name: 'web',
        type: 'webservice',
        properties: { image, ports: [{ port: 8080, expose: true }] },
        traits: [{ type: 'gateway', properties: { http: { '/': 8080 } } }],
      }),
    );
    const { url } = body.status.endpoints[0];
    const said = await eventually(
      async () => {
        const answer = await fetch(url).catch(() => undefined);
        return answer?.ok === true ? await answer.text() : '';
      },
      text => text !== '',
    );
    expect(said).toContain('"services"');
    await down(lateen, 'caller');
  });

  it('and nobody else on this machine is, but by its loopback', async () => {
    const { port } = new URL(lateen.emulator);
    const addresses = Object.values(networkInterfaces())
      .flatMap(all => all ?? [])
      .filter(one => one.family === 'IPv4' && !one.internal && one.cidr?.startsWith('10.88.') !== true);
    for (const { address } of addresses)
      await expect(fetch(`http://${address}:${port}/`), address).rejects.toThrow('fetch failed');
  });

  it('are gone when it stops, those too that it goes on starting', async () => {
    const services = Array.from({ length: 4 }, (_, i) => ({
      name: `web-${i}`,
      type: 'worker',
      properties: { image },
      traits: [{ type: 'scaler', properties: { replicas: 2 } }],
    }));
    await up(lateen, application('many', ...services));
    const label = `ministack.instance=${hostname()}:${new URL(lateen.emulator).port}`;
    const there = async (host: string): Promise<number> => {
      const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
      const { text } = await askEngine(host, 'GET', `/containers/json?all=true&filters=${filters}`);
      return JSON.parse(text).length;
    };
    if (!('host' in lateen.engine)) throw new Error(lateen.engine.missing);
    expect(await there(lateen.engine.host)).toBe(8);
    await lateen.stop();
    const dir = mkdtempSync(join(tmpdir(), 'lateen-engine-'));
    const another = await findContainerEngine(dir);
    if (!('host' in another)) throw new Error(another.missing);
    expect(await there(another.host)).toBe(0);
    await another.stop();
    rmSync(dir, { recursive: true, force: true });
  });
});

/** Containers really run: an application of them comes, answers, grows, shrinks, changes and goes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { application, at, down, eventually, up } from './harness/applications.ts';
import { processOf, running } from './harness/containers.ts';
import { needsEngine } from './harness/engine.ts';
import { buildImage, server } from './harness/images.ts';
import { type Installation, startInstallation } from './harness/installation.ts';
import type { Listings } from './harness/listings.ts';

const engine = await needsEngine();
const image = (version: number): string => `localhost/lateen-e2e/web:${version}`;

function shop(version: number, replicas: number): object {
  return application('shop', {
    name: 'front',
    type: 'webservice',
    properties: {
      image: image(version),
      args: ['/init', 'told'],
      env: [{ name: 'GREETING', value: 'hello' }],
      ports: [{ port: 8080, expose: true }],
    },
    traits: [
      { type: 'scaler', properties: { replicas } },
      { type: 'sidecar', properties: { name: 'helper', image: image(0) } },
      { type: 'gateway', properties: { http: { '/': 8080 } } },
    ],
  });
}

describe.skipIf(engine.missing !== '')(`containers${engine.missing}`, () => {
  let lateen: Installation;
  let before: Listings;
  let host: string;
  let url: string;

  beforeAll(async () => {
    lateen = await startInstallation();
    if (!('host' in lateen.engine)) throw new Error(lateen.engine.missing);
    host = lateen.engine.host;
    await buildImage(host, [image(0)], server(9999, 'beside'));
    for (const version of [1, 2])
      await buildImage(
        host,
        [image(version)],
        `echo "v${version} begins"\necho "and complains" >&2\n${server(8080, `v${version} $GREETING $1`)}`,
      );
    before = await lateen.list();
  });
  afterAll(() => lateen?.stop());

  const of = (container: string) => async () =>
    (await running(host, 'shop-front')).filter(one => one.container === container);
  const say = async (): Promise<string> => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    return answer?.ok === true ? (await answer.text()).trim() : '';
  };

  it('answers at the URL in its status, with the environment and the arguments it was given', async () => {
    const { body } = await up(lateen, shop(1, 1));
    url = body.status.endpoints[0].url;
    expect(await eventually(say, text => text !== '')).toBe('v1 hello told');
    const [front] = await of('front')();
    const { env, command } = await processOf(host, front?.id ?? '');
    expect(env).toContain('GREETING=hello');
    expect(command).toEqual(['/init', 'told']);
  });

  it('tells what the container wrote, to its output and to its errors', async () => {
    const told = await eventually(
      async () => (await lateen.cli('logs', 'shop', '-c', 'front')).stdout,
      text => text.includes('v1 begins') && text.includes('and complains'),
    );
    expect(told).toMatch(/^\S+ front v1 begins$/m);
    expect(told).toMatch(/^\S+ front and complains$/m);
  });

  it('says what the emulator does not perform, and only of what is used', async () => {
    const { body } = await lateen.api('GET', at('shop'));
    const emulated = body.status.conditions.find((one: { type: string }) => one.type === 'Emulated');
    expect(emulated).toMatchObject({ status: 'False' });
    // Its containers share localhost on AWS.
    expect(emulated.message).toMatch(/localhost/);
  });

  it('has its side container beside it', async () => {
    expect(await of('helper')()).toHaveLength(1);
  });

  it('grows to three and shrinks to one', async () => {
    await up(lateen, shop(1, 3));
    expect(await eventually(of('front'), all => all.length === 3)).toHaveLength(3);
    await up(lateen, shop(1, 1));
    expect(await eventually(of('front'), all => all.length === 1)).toHaveLength(1);
  });

  it('takes a new image while the URL goes on answering', async () => {
    let longest = 0;
    let last = Date.now();
    let watching = true;
    const seen = new Set<string>();
    const watch = (async () => {
      while (watching) {
        const text = await say();
        if (text !== '') {
          longest = Math.max(longest, Date.now() - last);
          last = Date.now();
          seen.add(text);
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    })();
    await up(lateen, shop(2, 1));
    await eventually(say, text => text === 'v2 hello told');
    await eventually(of('front'), all => all.length === 1 && all.every(one => one.image === image(2)));
    watching = false;
    await watch;
    console.log(`The longest time without an answer while the image changed: ${longest} ms`);
    expect([...seen].sort()).toEqual(['v1 hello told', 'v2 hello told']);
    // The emulator holds an API up to 2 s for an answer of its own load balancer's.
    expect(longest).toBeLessThan(3000);
  });

  it('stops everything when it is deleted', async () => {
    await down(lateen, 'shop');
    expect(
      await eventually(
        () => running(host, 'shop-front'),
        all => all.length === 0,
      ),
    ).toEqual([]);
    expect(await lateen.list()).toEqual(before);
  });
});

/** Applications of containers, and what is asked of them while they live. */
import type { Answer, Installation } from './installation.ts';

export const at = (name: string): string => `/apis/core.oam.dev/v1beta1/namespaces/default/applications/${name}`;

export function application(name: string, ...components: readonly object[]): object {
  return { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', metadata: { name }, spec: { components } };
}

/** Posts it, and waits until all of this generation runs. */
export async function up(lateen: Installation, document: object, seconds = 60): Promise<Answer> {
  const posted = await lateen.api('POST', '/applications', document);
  if (posted.status >= 300) throw new Error(posted.text);
  const [{ name, generation }] = posted.body.items;
  return lateen.until(
    at(name),
    ({ body }) => body?.status?.status === 'running' && body.status.observedGeneration === generation,
    seconds,
  );
}

/** Deletes it, and waits until it is gone. */
export async function down(lateen: Installation, name: string): Promise<void> {
  await lateen.api('DELETE', at(name));
  await lateen.until(at(name), answer => answer.status === 404, 60);
}

/** Asks again and again until `done` says so; answers with what it was then. */
export async function eventually<T>(ask: () => Promise<T>, done: (value: T) => boolean, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (Date.now() > end) throw new Error(`After ${seconds} s still ${JSON.stringify(value)}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
